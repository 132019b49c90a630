/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-row.h"

#include "lk-announce.h"
#include "lk-astra-error.h"
#include "lk-format.h"
#include "lk-listed-token.h"
#include "lk-pulsar-test.h"
#include "lk-token-test.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/**
 * LkTestRow:
 *
 * Asks Astra, when it is activated, whether it accepts a token, and says what came of it and when. The answer is of that
 * moment, so it goes with the token that it is about.
 */
struct _LkTestRow
{
  AdwActionRow   parent_instance;

  LkInventory   *inventory;   /* of an application token; NULL: none */
  LkStreaming   *streaming;   /* of a Pulsar token; NULL: none */
  LkListedToken *token;       /* NULL: none */
  GCancellable  *cancellable; /* NULL: nothing is asked just now */
};

G_DEFINE_FINAL_TYPE (LkTestRow, lk_test_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_0,
  PROP_INVENTORY,
  PROP_STREAMING,
  PROP_TOKEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
say (LkTestRow  *self,
     const char *text)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  lk_announce (GTK_WIDGET (self), text);
}

static void
forget (LkTestRow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _("Not tested yet"));
}

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN)
         || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID);
}

static char *
describe (LkTokenTestOutcome  outcome,
          const GError       *error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = lk_format_time (now);

  if (outcome == LK_TOKEN_TEST_WORKS)
    /* Translators: %s is a time like “14:05” */
    return g_strdup_printf (_("Works: Astra accepted it at %s"), time);
  if (outcome == LK_TOKEN_TEST_NOT_STORED)
    return g_strdup (_("Not tested: the secret is not stored here"));
  if (is_refusal (error))
    /* Translators: %1$s is a time like “14:05”, %2$s a sentence that says why */
    return g_strdup_printf (_("Astra refused it at %1$s: %2$s"), time, error->message);

  /* Translators: %1$s is a time like “14:05”, %2$s a sentence that says why */
  return g_strdup_printf (_("Could not be tested at %1$s: %2$s"), time, error->message);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LkTestRow *self = user_data;
  g_autoptr (GError) error = NULL;
  LkTokenTestOutcome outcome = lk_token_test_finish (LK_INVENTORY (source), result, &error);
  g_autofree char *text = NULL;

  /* Cancelled: the row may be gone, or be about another token. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  text = describe (outcome, error);
  say (self, text);
}

static void
pulsar_tested_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  LkTestRow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean works = lk_pulsar_test_finish (LK_STREAMING (source), result, &error);

  /* Cancelled: as above. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (works || error != NULL)
    text = describe (works ? LK_TOKEN_TEST_WORKS : LK_TOKEN_TEST_FAILED, error);
  say (self, text != NULL ? text : _("Not tested yet"));
}

static void
run_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LkTestRow *self = LK_TEST_ROW (widget);

  if ((self->inventory == NULL && self->streaming == NULL) || self->token == NULL || self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  say (self, _("Asking Astra…"));
  if (self->streaming != NULL)
    lk_pulsar_test_async (widget, self->streaming, LK_PULSAR_TOKEN (self->token), self->cancellable, pulsar_tested_cb, self);
  else
    lk_token_test_async (self->inventory, LK_APP_TOKEN (self->token), self->cancellable, tested_cb, self);
}

static void
lk_test_row_dispose (GObject *object)
{
  LkTestRow *self = LK_TEST_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->inventory);
  g_clear_object (&self->streaming);
  g_clear_object (&self->token);

  G_OBJECT_CLASS (lk_test_row_parent_class)->dispose (object);
}

static void
lk_test_row_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_INVENTORY:
      g_value_set_object (value, LK_TEST_ROW (object)->inventory);
      break;
    case PROP_STREAMING:
      g_value_set_object (value, LK_TEST_ROW (object)->streaming);
      break;
    case PROP_TOKEN:
      g_value_set_object (value, LK_TEST_ROW (object)->token);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_test_row_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  LkTestRow *self = LK_TEST_ROW (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      g_set_object (&self->inventory, g_value_get_object (value));
      break;
    case PROP_STREAMING:
      g_set_object (&self->streaming, g_value_get_object (value));
      break;
    case PROP_TOKEN:
      if (!g_set_object (&self->token, g_value_get_object (value)))
        return;
      forget (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
}

static void
lk_test_row_class_init (LkTestRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_test_row_dispose;
  object_class->get_property = lk_test_row_get_property;
  object_class->set_property = lk_test_row_set_property;

  /**
   * LkTestRow:inventory: (nullable)
   *
   * Whose application token it is.
   */
  properties[PROP_INVENTORY] = g_param_spec_object ("inventory", NULL, NULL, LK_TYPE_INVENTORY, both);
  /**
   * LkTestRow:streaming: (nullable)
   *
   * Whose Pulsar token it is.
   */
  properties[PROP_STREAMING] = g_param_spec_object ("streaming", NULL, NULL, LK_TYPE_STREAMING, both);
  /**
   * LkTestRow:token: (nullable)
   *
   * The token that is asked about. Another one forgets what was said.
   */
  properties[PROP_TOKEN] = g_param_spec_object ("token", NULL, NULL, LK_TYPE_LISTED_TOKEN, both);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "test.run", NULL, run_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-test-row.ui");
}

static void
lk_test_row_init (LkTestRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
