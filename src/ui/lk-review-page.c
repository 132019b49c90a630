/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-review-page.h"

#include "lk-app-token-keys.h"
#include "lk-delay.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * LkReviewPage:
 *
 * Which tokens of all accounts should be looked at, and why: a card for each concern, with a row for each account that has
 * such tokens.
 */
struct _LkReviewPage
{
  AdwBin           parent_instance;

  LkReview        *review; /* NULL: none yet */
  GStrv            words;  /* what is searched for */
  char            *note;   /* which accounts it is not about */
  gboolean         collapsed;
  gboolean         asked;  /* somebody asked for the loads that are under way */

  LkDelay         *delay;
  GtkCustomFilter *filter;
  GtkWidget       *content;
  GtkSearchBar    *search_bar;
  GtkSearchEntry  *search_entry;
  GtkWidget       *groups[LK_TOKEN_N_CONCERNS];
  GtkListBox      *lists[LK_TOKEN_N_CONCERNS];
  GListModel      *shown[LK_TOKEN_N_CONCERNS]; /* owned */
};

G_DEFINE_FINAL_TYPE (LkReviewPage, lk_review_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_REVIEW,
  PROP_COLLAPSED,
  PROP_STATE,
  PROP_NOTE,
  N_PROPS
};

enum
{
  OPENED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* How each concern's card begins the names of its parts in the template. */
static const char *const names[LK_TOKEN_N_CONCERNS] = { NULL, "old", "undescribed", "administrator", "unstored" };

static gboolean
is_loading (LkReviewPage *self)
{
  return self->review != NULL && lk_inventories_get_loading (lk_review_get_inventories (self->review));
}

static const char *
get_state (LkReviewPage *self)
{
  guint n_shown = 0;

  if (self->review == NULL)
    return "loading";

  for (guint i = LK_TOKEN_CONCERN_NONE + 1; i < LK_TOKEN_N_CONCERNS; i++)
    n_shown += self->shown[i] != NULL ? g_list_model_get_n_items (self->shown[i]) : 0;
  if (n_shown > 0)
    return "list";
  if (lk_review_get_count (self->review) > 0)
    return "no-match";
  if (!lk_review_get_known (self->review))
    return is_loading (self) ? "loading" : "unread";

  return "empty";
}

static char *
list_outdated (LkReviewPage *self)
{
  GListModel *inventories = G_LIST_MODEL (lk_review_get_inventories (self->review));
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (inventories); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (inventories, i);
      const char *title = lk_account_get_title (lk_inventory_get_account (inventory));

      if (lk_inventory_get_read_at (inventory) != NULL
          && (lk_inventory_get_error (inventory) != NULL || lk_inventory_get_from_cache (inventory)))
        /* Translators: what stands between the parts of a list */
        g_string_append_printf (titles, "%s%s", titles->len > 0 ? _(", ") : "", title);
    }

  return g_string_free (g_steal_pointer (&titles), FALSE);
}

static char *
create_note (LkReviewPage *self)
{
  const char *unread = lk_review_get_unread (self->review);
  g_autofree char *outdated = list_outdated (self);

  if (*unread != '\0' && *outdated != '\0')
    /* Translators: both are names of accounts */
    return g_strdup_printf (_("Tokens never read: %1$s. Not up to date: %2$s."), unread, outdated);
  if (*unread != '\0')
    /* Translators: %s are names of accounts */
    return g_strdup_printf (_("Tokens never read: %s"), unread);
  if (*outdated != '\0')
    /* Translators: %s are names of accounts */
    return g_strdup_printf (_("Not up to date: %s"), outdated);

  return g_strdup ("");
}

static void
update (LkReviewPage *self)
{
  for (guint i = LK_TOKEN_CONCERN_NONE + 1; i < LK_TOKEN_N_CONCERNS; i++)
    gtk_widget_set_visible (self->groups[i], self->shown[i] != NULL && g_list_model_get_n_items (self->shown[i]) > 0);

  if (self->review != NULL)
    {
      g_free (self->note);
      self->note = create_note (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
      g_object_set (self->delay, "active", is_loading (self), NULL);
    }
  if (self->asked && !is_loading (self))
    {
      self->asked = FALSE;
      if (*self->note == '\0')
        gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("Updated just now"));
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.search",
                                 self->review != NULL && lk_review_get_count (self->review) > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.reload", self->review != NULL && !is_loading (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static gboolean
matches_cb (gpointer item,
            gpointer user_data)
{
  LkReviewPage *self = user_data;
  g_autofree char *title = lk_fold_text (lk_account_get_title (lk_review_entry_get_account (item)));

  for (guint i = 0; self->words != NULL && self->words[i] != NULL; i++)
    if (strstr (title, self->words[i]) == NULL)
      return FALSE;

  return TRUE;
}

static void
search_changed_cb (LkReviewPage *self)
{
  g_strfreev (self->words);
  self->words = lk_fold_words (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static gboolean
count_to_text (GBinding     *binding,
               const GValue *from,
               GValue       *to,
               gpointer      user_data)
{
  guint n = g_value_get_uint (from);

  if (GPOINTER_TO_INT (user_data))
    /* Translators: %u is how many Pulsar tokens of an account should be looked at */
    g_value_take_string (to, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Pulsar token", "%u Pulsar tokens", n), n));
  else
    /* Translators: %u is how many tokens of an account should be looked at */
    g_value_take_string (to, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u token", "%u tokens", n), n));

  return TRUE;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  LkReviewEntry *entry = item;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  g_object_set (row, "use-markup", FALSE, "activatable", TRUE, NULL);
  g_object_set_data_full (G_OBJECT (row), "entry", g_object_ref (entry), g_object_unref);
  g_object_bind_property (lk_review_entry_get_account (entry), "title", row, "title", G_BINDING_SYNC_CREATE);
  g_object_bind_property_full (entry, "n-tokens", row, "subtitle", G_BINDING_SYNC_CREATE, count_to_text, NULL,
                               GINT_TO_POINTER (lk_review_entry_get_pulsar (entry)), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);

  return row;
}

static void
row_activated_cb (LkReviewPage  *self,
                  GtkListBoxRow *row,
                  GtkListBox    *list)
{
  LkReviewEntry *entry = g_object_get_data (G_OBJECT (row), "entry");

  for (guint i = LK_TOKEN_CONCERN_NONE + 1; i < LK_TOKEN_N_CONCERNS; i++)
    if (self->lists[i] == list)
      g_signal_emit (self, signals[OPENED], 0, lk_review_entry_get_account (entry), lk_token_concern_to_string (i),
                     lk_review_entry_get_pulsar (entry));
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkReviewPage *self = LK_REVIEW_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, !gtk_search_bar_get_search_mode (self->search_bar));
}

/* The lists of all accounts. */
static void
reload_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkReviewPage *self = LK_REVIEW_PAGE (widget);
  GListModel *inventories = G_LIST_MODEL (lk_review_get_inventories (self->review));

  self->asked = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (inventories); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (inventories, i);

      if (!lk_inventory_get_loading (inventory))
        lk_inventory_load_async (inventory, NULL, NULL, NULL);
    }
}

static void
set_review (LkReviewPage *self,
            LkReview     *review)
{
  if (!g_set_object (&self->review, review) || review == NULL)
    return;

  for (guint i = LK_TOKEN_CONCERN_NONE + 1; i < LK_TOKEN_N_CONCERNS; i++)
    {
      GListModel *entries = lk_review_get_entries (review, i);

      self->shown[i] =
        G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (entries), g_object_ref (GTK_FILTER (self->filter))));
      gtk_list_box_bind_model (self->lists[i], self->shown[i], create_row, self, NULL);
    }
  g_signal_connect_object (lk_review_get_inventories (review), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (review, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
lk_review_page_dispose (GObject *object)
{
  LkReviewPage *self = LK_REVIEW_PAGE (object);

  for (guint i = 0; i < LK_TOKEN_N_CONCERNS; i++)
    {
      if (self->shown[i] != NULL && self->lists[i] != NULL)
        gtk_list_box_bind_model (self->lists[i], NULL, NULL, NULL, NULL);
      g_clear_object (&self->shown[i]);
    }
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->review);

  G_OBJECT_CLASS (lk_review_page_parent_class)->dispose (object);
}

static void
lk_review_page_finalize (GObject *object)
{
  LkReviewPage *self = LK_REVIEW_PAGE (object);

  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->note, g_free);

  G_OBJECT_CLASS (lk_review_page_parent_class)->finalize (object);
}

static void
lk_review_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkReviewPage *self = LK_REVIEW_PAGE (object);

  switch (prop_id)
    {
    case PROP_REVIEW:
      g_value_set_object (value, self->review);
      break;
    case PROP_COLLAPSED:
      g_value_set_boolean (value, self->collapsed);
      break;
    case PROP_STATE:
      g_value_set_static_string (value, get_state (self));
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_review_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LkReviewPage *self = LK_REVIEW_PAGE (object);

  switch (prop_id)
    {
    case PROP_REVIEW:
      set_review (self, g_value_get_object (value));
      break;
    case PROP_COLLAPSED:
      self->collapsed = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
}

static gboolean
has_text (GObject    *object,
          const char *text)
{
  return text != NULL && *text != '\0';
}

static void
lk_review_page_class_init (LkReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_review_page_dispose;
  object_class->finalize = lk_review_page_finalize;
  object_class->get_property = lk_review_page_get_property;
  object_class->set_property = lk_review_page_set_property;

  /**
   * LkReviewPage:review: (nullable)
   *
   * What should be looked at; it is set once.
   */
  properties[PROP_REVIEW] = g_param_spec_object ("review", NULL, NULL, LK_TYPE_REVIEW, both);
  /**
   * LkReviewPage:collapsed:
   *
   * Whether the page is alone in a narrow window: it has a Back button then.
   */
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE, both);
  /**
   * LkReviewPage:state:
   *
   * What there is to see: "loading", "list", "empty", "unread" or "no-match".
   */
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, "loading", derived);
  /**
   * LkReviewPage:note:
   *
   * Of which accounts it does not know everything; empty if there is none.
   */
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, "", derived);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkReviewPage::opened:
   * @self: the page
   * @account: an account
   * @concern: the word for a #LkTokenConcern
   * @pulsar: whether it is about Pulsar tokens
   *
   * Somebody wants to see the tokens of @account that @concern is about.
   */
  signals[OPENED] =
    g_signal_new ("opened", LK_TYPE_REVIEW_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3, LK_TYPE_ACCOUNT,
                  G_TYPE_STRING, G_TYPE_BOOLEAN);

  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "page.reload", NULL, reload_action);

  g_type_ensure (LK_TYPE_DELAY);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkReviewPage, delay);
  gtk_widget_class_bind_template_child (widget_class, LkReviewPage, filter);
  gtk_widget_class_bind_template_child (widget_class, LkReviewPage, content);
  gtk_widget_class_bind_template_child (widget_class, LkReviewPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LkReviewPage, search_entry);
  for (guint i = LK_TOKEN_CONCERN_NONE + 1; i < LK_TOKEN_N_CONCERNS; i++)
    {
      g_autofree char *group = g_strconcat (names[i], "_group", NULL);
      g_autofree char *list = g_strconcat (names[i], "_list", NULL);

      gtk_widget_class_bind_template_child_full (widget_class, group, FALSE,
                                                 G_STRUCT_OFFSET (LkReviewPage, groups) + (gssize) (i * sizeof (GtkWidget *)));
      gtk_widget_class_bind_template_child_full (widget_class, list, FALSE,
                                                 G_STRUCT_OFFSET (LkReviewPage, lists) + (gssize) (i * sizeof (GtkListBox *)));
    }
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
}

static void
lk_review_page_init (LkReviewPage *self)
{
  self->note = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, matches_cb, self, NULL);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, self->content);
  update (self);
}
