/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-setup-finding.h"

#include "lk-astra-error.h"
#include "lk-keyring-error.h"
#include "lk-state.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

struct _LkSetupFinding
{
  GObject parent_instance;

  char         *title;
  char         *text;
  char         *advice;
  GError       *error;
  LkSetupState  state;
};

G_DEFINE_FINAL_TYPE (LkSetupFinding, lk_setup_finding, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_TEXT,
  PROP_ADVICE,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lk_setup_finding_finalize (GObject *object)
{
  LkSetupFinding *self = LK_SETUP_FINDING (object);

  g_free (self->title);
  g_free (self->text);
  g_free (self->advice);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lk_setup_finding_parent_class)->finalize (object);
}

static void
lk_setup_finding_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LkSetupFinding *self = LK_SETUP_FINDING (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_ADVICE:
      g_value_set_string (value, self->advice);
      break;

    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_setup_finding_class_init (LkSetupFindingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_setup_finding_finalize;
  object_class->get_property = lk_setup_finding_get_property;

  /**
   * LkSetupFinding:title:
   *
   * What was looked at.
   */
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * LkSetupFinding:text: (nullable)
   *
   * What was found, in one sentence; %NULL while the check goes on.
   */
  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * LkSetupFinding:advice: (nullable)
   *
   * What to do about it, in one sentence.
   */
  properties[PROP_ADVICE] =
    g_param_spec_string ("advice", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * LkSetupFinding:state:
   *
   * An #LkSetupState.
   */
  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, LK_SETUP_LOOKING, LK_SETUP_BAD, LK_SETUP_LOOKING,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_setup_finding_init (LkSetupFinding *self)
{
}

/**
 * lk_setup_finding_new:
 * @title: what is looked at
 *
 * Returns: (transfer full): a finding whose check has not ended
 */
LkSetupFinding *
lk_setup_finding_new (const char *title)
{
  LkSetupFinding *self = g_object_new (LK_TYPE_SETUP_FINDING, NULL);

  self->title = g_strdup (title);

  return self;
}

const char *
lk_setup_finding_get_title (LkSetupFinding *self)
{
  return self->title;
}

const char *
lk_setup_finding_get_text (LkSetupFinding *self)
{
  return self->text;
}

const char *
lk_setup_finding_get_advice (LkSetupFinding *self)
{
  return self->advice;
}

LkSetupState
lk_setup_finding_get_state (LkSetupFinding *self)
{
  return self->state;
}

const GError *
lk_setup_finding_get_error (LkSetupFinding *self)
{
  return self->error;
}

/**
 * lk_setup_finding_settle:
 * @self: a finding whose check has not ended
 * @state: how it ended
 * @text: what was found
 * @advice: (nullable): what to do about it
 *
 * Ends a check.
 */
void
lk_setup_finding_settle (LkSetupFinding *self,
                         LkSetupState    state,
                         const char     *text,
                         const char     *advice)
{
  g_return_if_fail (self->state == LK_SETUP_LOOKING && state != LK_SETUP_LOOKING);

  self->text = g_strdup (text);
  self->advice = g_strdup (advice);
  self->state = state;
  for (int i = PROP_TEXT; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static const char *
advise_keyring (int code)
{
  switch (code)
    {
    case LK_KEYRING_ERROR_NO_SERVICE:
      return _("Start a keyring: GNOME’s and KeePassXC’s Secret Service both will do");

    case LK_KEYRING_ERROR_NO_COLLECTION:
      return _("Create a keyring with “Passwords and Keys”, and make it the default one");

    case LK_KEYRING_ERROR_LOCKED:
      return _("Unlock it: Latchkey’s window and “secret-tool” ask for its password in a desktop session");

    case LK_KEYRING_ERROR_SILENT:
      return _("Log out and in again, which starts the keyring anew");

    default:
      return _("Look at the keyring with “Passwords and Keys”, and create no token until this is mended");
    }
}

static const char *
advise_astra (int code)
{
  switch (code)
    {
    case LK_ASTRA_ERROR_BAD_ADDRESS:
    case LK_ASTRA_ERROR_REDIRECTED:
    case LK_ASTRA_ERROR_NOT_FOUND:
    case LK_ASTRA_ERROR_MALFORMED:
      return _("Check the account’s API address");

    case LK_ASTRA_ERROR_UNAUTHORIZED:
    case LK_ASTRA_ERROR_BAD_TOKEN:
      return _("Give the account another sign-in token: this one may have expired or been deleted");

    case LK_ASTRA_ERROR_FORBIDDEN:
      return _("Give the account a sign-in token with a role that may list tokens");

    case LK_ASTRA_ERROR_UNREACHABLE:
    case LK_ASTRA_ERROR_TIMED_OUT:
      return _("Check the network, and the proxy in Preferences");

    case LK_ASTRA_ERROR_INSECURE:
      return _("Check the clock, and whether a proxy stands between this computer and Astra");

    case LK_ASTRA_ERROR_NOT_ASTRA:
      return _("Open a web page and sign in to this network");

    default:
      return _("Try again later");
    }
}

/* NULL: the sentence says it already. */
static const char *
advise (const GError *error)
{
  if (error->domain == LK_KEYRING_ERROR)
    return advise_keyring (error->code);
  if (error->domain == LK_ASTRA_ERROR)
    return advise_astra (error->code);
  if (error->domain == LK_STATE_ERROR)
    return _("Check that the folder is yours, can be written to, and that the disk is not full");

  return NULL;
}

/**
 * lk_setup_finding_fail:
 * @self: a finding whose check has not ended
 * @error: what went wrong
 * @says_what_to_do: whether its sentence does so already
 *
 * Ends a check that found something that does not work.
 */
void
lk_setup_finding_fail (LkSetupFinding *self,
                       const GError   *error,
                       gboolean        says_what_to_do)
{
  g_return_if_fail (self->state == LK_SETUP_LOOKING);

  self->error = g_error_copy (error);
  lk_setup_finding_settle (self, LK_SETUP_BAD, error->message, says_what_to_do ? NULL : advise (error));
}
