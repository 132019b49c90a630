/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-row-closures.h"

#include "lk-format.h"
#include "lk-listed-token.h"

#include <glib/gi18n-lib.h>

static char *
icon_for_stored (GObject  *object,
                 gboolean  stored)
{
  return g_strdup (stored ? "dialog-password-symbolic" : NULL);
}

static char *
describe_token (GObject    *object,
                gboolean    narrow,
                const char *role_title,
                GDateTime  *generated_on,
                gboolean    stored,
                gboolean    maybe_stored,
                const char *script_name)
{
  g_autofree char *created = NULL;
  const char *last;

  if (role_title == NULL)
    role_title = "";
  if (narrow)
    return g_strdup (role_title);

  last = stored || maybe_stored ? script_name : _("secret not stored here");
  created = generated_on != NULL ? lk_format_date (generated_on) : NULL;

  if (created == NULL)
    {
      if (last == NULL)
        return g_strdup (role_title);

      /* Translators: below a token: %1$s is its role, %2$s its script name or “secret not stored here” */
      return g_strdup_printf (_("%1$s · %2$s"), role_title, last);
    }

  if (last == NULL)
    /* Translators: below a token: %1$s is its role, %2$s a day like “4 March 2026” */
    return g_strdup_printf (_("%1$s · created %2$s"), role_title, created);

  /* Translators: below a token: %1$s is its role, %2$s a day like “4 March 2026”, %3$s its script name or “secret not
   * stored here” */
  return g_strdup_printf (_("%1$s · created %2$s · %3$s"), role_title, created, last);
}

static char *
describe_script_name (GObject    *object,
                      gboolean    stored,
                      gboolean    maybe_stored,
                      const char *script_name)
{
  if (stored || maybe_stored)
    return g_strdup (script_name != NULL ? script_name : "");

  return g_strdup (_("secret not stored here"));
}

static gboolean
has_script_line (GObject    *object,
                 gboolean    narrow,
                 gboolean    stored,
                 gboolean    maybe_stored,
                 const char *script_name)
{
  g_autofree char *text = describe_script_name (object, stored, maybe_stored, script_name);

  return narrow && *text != '\0';
}

static char *
describe_badge (GObject   *object,
                GDateTime *expiry,
                gboolean   signs_in,
                int        rotation)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  LkExpiry verdict = lk_format_judge_expiry (expiry, now);

  if (rotation == LK_TOKEN_OLDER || rotation == LK_TOKEN_SUPERSEDED)
    /* Translators: of a token whose place another is taking */
    return g_strdup (_("Rotating"));
  if (rotation == LK_TOKEN_DOOMED)
    /* Translators: of a token that is listed still, though somebody deleted it */
    return g_strdup (_("Deletion not finished"));
  if (signs_in && (verdict == LK_EXPIRY_NEVER || verdict == LK_EXPIRY_LATER))
    return g_strdup (_("Used by this app"));
  if (verdict == LK_EXPIRY_LATER)
    return g_strdup ("");

  return lk_format_expiry (expiry, now);
}

/* Says what the text says, for those who do not see colours. */
static char *
icon_for_badge (GObject   *object,
                GDateTime *expiry,
                gboolean   signs_in)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  switch (lk_format_judge_expiry (expiry, now))
    {
    case LK_EXPIRY_EXPIRED:
      return g_strdup ("dialog-error-symbolic");

    case LK_EXPIRY_SOON:
      return g_strdup ("dialog-warning-symbolic");

    case LK_EXPIRY_NEVER:
    case LK_EXPIRY_LATER:
    default:
      return g_strdup (signs_in ? "object-select-symbolic" : "dialog-information-symbolic");
    }
}

static gboolean
has_badge (GObject   *object,
           gboolean   at_this_width,
           GDateTime *expiry,
           gboolean   signs_in,
           int        rotation)
{
  g_autofree char *badge = describe_badge (object, expiry, signs_in, rotation);

  return at_this_width && *badge != '\0';
}

static GStrv
classes_for_badge (GObject   *object,
                   GDateTime *expiry)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GStrvBuilder) classes = g_strv_builder_new ();

  g_strv_builder_add (classes, "badge");
  switch (lk_format_judge_expiry (expiry, now))
    {
    case LK_EXPIRY_EXPIRED:
      g_strv_builder_add (classes, "error");
      break;
    case LK_EXPIRY_SOON:
      g_strv_builder_add (classes, "warning");
      break;
    case LK_EXPIRY_NEVER:
    case LK_EXPIRY_LATER:
    default:
      break;
    }

  return g_strv_builder_end (classes);
}

static GStrv
classes_for_title (GObject  *object,
                   gboolean  untitled)
{
  const char *const titled[] = { NULL };
  const char *const dimmed[] = { "dim-label", NULL };

  return g_strdupv ((char **) (untitled ? dimmed : titled));
}

static gboolean
both (GObject  *object,
      gboolean  first,
      gboolean  second)
{
  return first && second;
}

static gboolean
either (GObject  *object,
        gboolean  first,
        gboolean  second)
{
  return first || second;
}

static gboolean
neither (GObject  *object,
         gboolean  first,
         gboolean  second)
{
  return !first && !second;
}

static gboolean
negate (GObject  *object,
        gboolean  value)
{
  return !value;
}

static GVariant *
get_target (GObject    *object,
            const char *client_id)
{
  return client_id != NULL ? g_variant_ref_sink (g_variant_new_string (client_id)) : NULL;
}

/**
 * lk_token_row_closures_bind:
 * @widget_class: the class of #LkTokenRow
 *
 * Binds what the template of the row computes.
 */
void
lk_token_row_closures_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, icon_for_stored);
  gtk_widget_class_bind_template_callback (widget_class, describe_token);
  gtk_widget_class_bind_template_callback (widget_class, describe_script_name);
  gtk_widget_class_bind_template_callback (widget_class, has_script_line);
  gtk_widget_class_bind_template_callback (widget_class, describe_badge);
  gtk_widget_class_bind_template_callback (widget_class, icon_for_badge);
  gtk_widget_class_bind_template_callback (widget_class, has_badge);
  gtk_widget_class_bind_template_callback (widget_class, classes_for_badge);
  gtk_widget_class_bind_template_callback (widget_class, classes_for_title);
  gtk_widget_class_bind_template_callback (widget_class, both);
  gtk_widget_class_bind_template_callback (widget_class, either);
  gtk_widget_class_bind_template_callback (widget_class, negate);
  gtk_widget_class_bind_template_callback (widget_class, neither);
  gtk_widget_class_bind_template_callback (widget_class, get_target);
}
