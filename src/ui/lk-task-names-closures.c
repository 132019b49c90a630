/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-task-names-closures.h"

#include "lk-tenant.h"
#include "lk-token-task.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

#define SHOWN_ID_LENGTH 8

/* What the template of LkTaskNames shows, as functions of the task, the tenant and what went wrong. */

static char *
title_token (gpointer    item,
             const char *title,
             const char *id)
{
  g_autofree char *start = id != NULL ? g_utf8_substring (id, 0, MIN (g_utf8_strlen (id, -1), SHOWN_ID_LENGTH)) : NULL;

  if (start == NULL)
    return g_strdup (title != NULL ? title : "");

  /* Translators: a Pulsar token: %1$s is its title, %2$s the beginning of its id */
  return g_strdup_printf (_("%1$s · %2$s"), title != NULL ? title : "", start);
}

static gboolean
is_token_shown (GObject    *object,
                const char *token,
                guint       n_usable)
{
  return g_strcmp0 (token, "pulsar") == 0 && n_usable > 0;
}

static gboolean
is_token_missed (GObject    *object,
                 const char *token,
                 LkTenant   *tenant,
                 guint       n_usable)
{
  return g_strcmp0 (token, "pulsar") == 0 && tenant != NULL && n_usable == 0;
}

static gboolean
is_name_shown (GObject  *object,
               gboolean  needed,
               LkTenant *tenant)
{
  return needed && tenant != NULL;
}

static gboolean
is_tenant_missed (GObject  *object,
                  gboolean  needed,
                  LkTenant *tenant)
{
  return needed && tenant == NULL;
}

static gboolean
is_troubled (GObject      *object,
             const GError *trouble)
{
  return trouble != NULL;
}

static char *
title_connector (GObject *object,
                 guint    needs)
{
  return g_strdup ((needs & LK_TOKEN_TASK_NEEDS_SOURCE) != 0 ? _("Source Connector") : _("Sink Connector"));
}

static char *
describe_trouble (GObject      *object,
                  const GError *trouble)
{
  if (trouble == NULL)
    return g_strdup ("");
  if (g_error_matches (trouble, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_HOST))
    return g_strdup (trouble->message);

  /* Translators: %s is a sentence that says why */
  return g_strdup_printf (_("The names can be typed, but not chosen. %s"), trouble->message);
}

static char *
label_trouble (GObject      *object,
               const GError *trouble)
{
  return g_strdup (g_error_matches (trouble, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_HOST) ? _("_Ask the Tenant…")
                                                                                        : _("_Try Again"));
}

/**
 * lk_task_names_closures_bind:
 * @widget_class: the class of #LkTaskNames
 *
 * Binds what the template of the group computes.
 */
void
lk_task_names_closures_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, title_token);
  gtk_widget_class_bind_template_callback (widget_class, is_token_shown);
  gtk_widget_class_bind_template_callback (widget_class, is_token_missed);
  gtk_widget_class_bind_template_callback (widget_class, is_name_shown);
  gtk_widget_class_bind_template_callback (widget_class, is_tenant_missed);
  gtk_widget_class_bind_template_callback (widget_class, is_troubled);
  gtk_widget_class_bind_template_callback (widget_class, title_connector);
  gtk_widget_class_bind_template_callback (widget_class, describe_trouble);
  gtk_widget_class_bind_template_callback (widget_class, label_trouble);
}
