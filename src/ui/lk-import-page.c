/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-page.h"

#include "lk-import-row.h"

#include <glib/gi18n-lib.h>

/**
 * LkImportPage:
 *
 * What was found: compares it with the tokens of all accounts, lists it for somebody to choose, and stores what was chosen.
 * Where something could not be asked it offers `import.again`, an action that is around it.
 */
struct _LkImportPage
{
  AdwBin         parent_instance;

  LkInventories *inventories; /* NULL: not set yet */
  LkImportPlan  *plan;        /* NULL: nothing was found yet */
  GCancellable  *surveying;   /* NULL: nothing is being compared */
  gboolean       listed;      /* it was compared */
  gboolean       busy;        /* it is being stored */
  gboolean       partly;      /* the last time not all that was chosen could be stored */
  guint          n_stored;    /* the last time */

  GtkWidget     *list;
};

G_DEFINE_FINAL_TYPE (LkImportPage, lk_import_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_INVENTORIES,
  PROP_PLAN,
  PROP_STATE,
  PROP_BUSY,
  PROP_LISTED,
  PROP_MESSAGE,
  PROP_IMPORT_LABEL,
  PROP_CLOSE_LABEL,
  PROP_CAN_TRY_AGAIN,
  PROP_CAN_STORE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  FAILED,
  STORED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What is shown. */

static guint
get_n_chosen (LkImportPage *self)
{
  guint n = 0;

  if (self->plan != NULL)
    g_object_get (self->plan, "n-chosen", &n, NULL);

  return n;
}

static gboolean
can_try_again (LkImportPage *self)
{
  return self->listed && !self->busy
         && (lk_import_plan_count (self->plan, LK_IMPORT_UNCHECKED) > 0
             || lk_import_plan_get_unread (self->plan, NULL) != NULL);
}

static char *
create_import_label (LkImportPage *self)
{
  guint n = get_n_chosen (self);

  if (n == 0)
    return g_strdup (_("_Import"));

  /* Translators: a button; %u is how many secrets */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Import %u", "_Import %u", n), n);
}

/* How many there are, what follows from all of them, and whether something of that is not sure. */
static char *
create_message (LkImportPage *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  LkAccount *account = NULL;
  const GError *unread;
  guint n;

  if (!self->listed)
    return NULL;

  n = g_list_model_get_n_items (lk_import_plan_get_items (self->plan));
  if (self->partly)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u secret is now in the keyring",
                                               "%u secrets are now in the keyring", self->n_stored),
                            self->n_stored);
  else
    /* Translators: %u is how many tokens were found in a file */
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u token was found", "%u tokens were found", n), n);

  if (self->partly)
    g_string_append_printf (text, "\n%s", _("What could not be stored says why, and can be chosen again"));
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->inventories)) == 0)
    g_string_append_printf (text, "\n%s", _("There is no account yet to compare with: add one, or choose what to keep"));
  else if (lk_import_plan_count (self->plan, LK_IMPORT_STORED) == n)
    g_string_append_printf (text, "\n%s", _("There is nothing left to import"));

  unread = lk_import_plan_get_unread (self->plan, &account);
  if (unread != NULL)
    {
      g_string_append_c (text, '\n');
      /* Translators: %1$s is an account, %2$s a sentence that says why */
      g_string_append_printf (text, _("Not all tokens of %1$s could be listed, so what is unknown here may be one of them: %2$s"),
                              lk_account_get_title (account), unread->message);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
changed_cb (LkImportPage *self)
{
  for (guint i = PROP_STATE; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

/* What is done. */

static void
stop (LkImportPage *self)
{
  g_cancellable_cancel (self->surveying);
  g_clear_object (&self->surveying);
  self->listed = FALSE;
  self->partly = FALSE;
}

/* Cancelled: the page may be gone, so it must not be touched. */
static void
surveyed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LkImportPage *self = user_data;
  g_autoptr (GError) error = NULL;

  lk_import_plan_survey_finish (LK_IMPORT_PLAN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->surveying);
  if (error != NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }

  self->listed = TRUE;
  changed_cb (self);
  gtk_widget_grab_focus (self->list);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LkImportPage) self = LK_IMPORT_PAGE (user_data);

  self->n_stored = lk_import_plan_store_chosen_finish (LK_IMPORT_PLAN (source), result);
  self->busy = FALSE;
  if (self->plan == NULL)
    return;

  self->partly = lk_import_plan_count_failed (self->plan) > 0;
  changed_cb (self);
  if (self->partly)
    gtk_widget_grab_focus (self->list);
  else
    g_signal_emit (self, signals[STORED], 0, self->n_stored);
}

/* A click on a row, or Return, is one on its check. */
static void
activated_cb (LkImportPage *self,
              guint         position)
{
  g_autoptr (LkImportItem) item = g_list_model_get_item (lk_import_plan_get_items (self->plan), position);

  lk_import_item_set_chosen (item, !lk_import_item_get_chosen (item));
}

static void
lk_import_page_dispose (GObject *object)
{
  LkImportPage *self = LK_IMPORT_PAGE (object);

  stop (self);
  g_clear_object (&self->plan);
  g_clear_object (&self->inventories);

  G_OBJECT_CLASS (lk_import_page_parent_class)->dispose (object);
}

static void
lk_import_page_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkImportPage *self = LK_IMPORT_PAGE (object);

  switch (property_id)
    {
    case PROP_INVENTORIES:
      g_value_set_object (value, self->inventories);
      break;

    case PROP_PLAN:
      g_value_set_object (value, self->plan);
      break;

    case PROP_STATE:
      g_value_set_static_string (value, self->listed ? "list" : "checking");
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    case PROP_LISTED:
      g_value_set_boolean (value, self->listed);
      break;

    case PROP_MESSAGE:
      g_value_take_string (value, create_message (self));
      break;

    case PROP_IMPORT_LABEL:
      g_value_take_string (value, create_import_label (self));
      break;

    case PROP_CLOSE_LABEL:
      g_value_set_string (value, self->partly ? _("_Close") : _("_Cancel"));
      break;

    case PROP_CAN_TRY_AGAIN:
      g_value_set_boolean (value, can_try_again (self));
      break;

    case PROP_CAN_STORE:
      g_value_set_boolean (value, self->listed && !self->busy && get_n_chosen (self) > 0);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_import_page_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_INVENTORIES:
      if (g_set_object (&LK_IMPORT_PAGE (object)->inventories, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_import_page_class_init (LkImportPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_import_page_dispose;
  object_class->get_property = lk_import_page_get_property;
  object_class->set_property = lk_import_page_set_property;

  /**
   * LkImportPage:inventories:
   *
   * The accounts, with what is known of their tokens.
   */
  properties[PROP_INVENTORIES] =
    g_param_spec_object ("inventories", NULL, NULL, LK_TYPE_INVENTORIES,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * LkImportPage:plan: (nullable)
   *
   * What was found; %NULL before that.
   */
  properties[PROP_PLAN] = g_param_spec_object ("plan", NULL, NULL, LK_TYPE_IMPORT_PLAN, flags);
  /**
   * LkImportPage:state:
   *
   * What is shown: `checking` or `list`.
   */
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, "checking", flags);
  /**
   * LkImportPage:busy:
   *
   * Whether secrets are being stored.
   */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  /**
   * LkImportPage:listed:
   *
   * Whether what was found is shown.
   */
  properties[PROP_LISTED] = g_param_spec_boolean ("listed", NULL, NULL, FALSE, flags);
  /**
   * LkImportPage:message: (nullable)
   *
   * What is to be said of all that was found.
   */
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  /**
   * LkImportPage:import-label:
   *
   * What a button says that stores what is chosen.
   */
  properties[PROP_IMPORT_LABEL] = g_param_spec_string ("import-label", NULL, NULL, NULL, flags);
  /**
   * LkImportPage:close-label:
   *
   * What a button says that leaves it at that.
   */
  properties[PROP_CLOSE_LABEL] = g_param_spec_string ("close-label", NULL, NULL, NULL, flags);
  /**
   * LkImportPage:can-try-again:
   *
   * Whether something could not be asked that may answer now.
   */
  properties[PROP_CAN_TRY_AGAIN] = g_param_spec_boolean ("can-try-again", NULL, NULL, FALSE, flags);
  /**
   * LkImportPage:can-store:
   *
   * Whether something is chosen, and can be stored now.
   */
  properties[PROP_CAN_STORE] = g_param_spec_boolean ("can-store", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkImportPage::failed:
   * @self: the page
   * @error: what went wrong with the keyring
   *
   * Nothing could be compared.
   */
  signals[FAILED] =
    g_signal_new ("failed", LK_TYPE_IMPORT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  /**
   * LkImportPage::stored:
   * @self: the page
   * @n: how many secrets
   *
   * All that was chosen is in the keyring.
   */
  signals[STORED] =
    g_signal_new ("stored", LK_TYPE_IMPORT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  g_type_ensure (LK_TYPE_IMPORT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-import-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkImportPage, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
lk_import_page_init (LkImportPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_import_page_take:
 * @self: a page that is not busy
 * @plan: (nullable): what was found; %NULL takes away what there was
 *
 * Gives the page something to show, and begins to compare it.
 */
void
lk_import_page_take (LkImportPage *self,
                     LkImportPlan *plan)
{
  g_return_if_fail (LK_IS_IMPORT_PAGE (self));
  g_return_if_fail (!self->busy);

  stop (self);
  if (self->plan != NULL)
    g_signal_handlers_disconnect_by_func (self->plan, changed_cb, self);
  g_set_object (&self->plan, plan);
  if (plan != NULL)
    g_signal_connect_object (plan, "notify::n-chosen", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAN]);
  changed_cb (self);
  if (plan != NULL)
    lk_import_page_survey (self);
}

/**
 * lk_import_page_get_plan:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what was found; %NULL before that
 */
LkImportPlan *
lk_import_page_get_plan (LkImportPage *self)
{
  g_return_val_if_fail (LK_IS_IMPORT_PAGE (self), NULL);

  return self->plan;
}

/**
 * lk_import_page_get_busy:
 * @self: a page
 *
 * Returns: whether secrets are being stored
 */
gboolean
lk_import_page_get_busy (LkImportPage *self)
{
  g_return_val_if_fail (LK_IS_IMPORT_PAGE (self), FALSE);

  return self->busy;
}

/**
 * lk_import_page_survey:
 * @self: a page that was given something
 *
 * Compares it, again.
 */
void
lk_import_page_survey (LkImportPage *self)
{
  g_return_if_fail (LK_IS_IMPORT_PAGE (self));
  g_return_if_fail (self->plan != NULL && !self->busy);

  stop (self);
  self->surveying = g_cancellable_new ();
  changed_cb (self);
  lk_import_plan_survey_async (self->plan, self->inventories, self->surveying, surveyed_cb, self);
}

/**
 * lk_import_page_store:
 * @self: a page where something is chosen
 *
 * Stores what is chosen. It cannot be stopped.
 */
void
lk_import_page_store (LkImportPage *self)
{
  g_return_if_fail (LK_IS_IMPORT_PAGE (self));
  g_return_if_fail (self->listed && !self->busy);

  self->busy = TRUE;
  self->partly = FALSE;
  changed_cb (self);
  /* Holds the page on purpose: it tells when this has ended. */
  lk_import_plan_store_chosen_async (self->plan, stored_cb, g_object_ref (self));
}
