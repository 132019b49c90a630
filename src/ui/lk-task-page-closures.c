/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-task-page-closures.h"

#include "lk-astra-error.h"
#include "lk-keyring-error.h"
#include "lk-tenant.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* What the template of LkTaskPage shows, as functions of the task, the tenant and what came of it. */

static char *
describe_place (GObject    *object,
                const char *account,
                gboolean    needs_tenant,
                LkTenant   *tenant)
{
  if (!needs_tenant || tenant == NULL)
    return g_strdup (account != NULL ? account : "");

  /* Translators: what a task is about: %1$s is a streaming tenant, %2$s the cluster it is on */
  return g_strdup_printf (_("%1$s · %2$s"), lk_tenant_get_name (tenant), lk_tenant_get_cluster (tenant));
}

static gboolean
has_text (GObject    *object,
          const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
is_there (GObject *object,
          GObject *thing)
{
  return thing != NULL;
}

static gboolean
has_names (GObject    *object,
              const char *token,
              gboolean    needed,
              LkTenant   *tenant)
{
  return needed && (g_strcmp0 (token, "pulsar") == 0 || tenant == NULL);
}

static gboolean
is_wrong (GObject      *object,
          const GError *error)
{
  return error != NULL;
}

static gboolean
negate (GObject  *object,
        gboolean  value)
{
  return !value;
}

static char *
error_text (GObject      *object,
            const GError *error)
{
  return g_strdup (error != NULL ? error->message : "");
}

/* The account's own token was refused; of a Pulsar token it says nothing. */
static gboolean
is_sign_in_refused (GObject      *object,
                    const GError *error,
                    const char   *token)
{
  return g_strcmp0 (token, "app") == 0
         && (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
             || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NO_SIGN_IN));
}

static gboolean
is_keyring_locked (GObject      *object,
                   const GError *error)
{
  return g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
}

/**
 * lk_task_page_closures_bind:
 * @widget_class: the class of #LkTaskPage
 *
 * Binds what the template of the page computes.
 */
void
lk_task_page_closures_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, describe_place);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, is_there);
  gtk_widget_class_bind_template_callback (widget_class, has_names);
  gtk_widget_class_bind_template_callback (widget_class, is_wrong);
  gtk_widget_class_bind_template_callback (widget_class, negate);
  gtk_widget_class_bind_template_callback (widget_class, error_text);
  gtk_widget_class_bind_template_callback (widget_class, is_sign_in_refused);
  gtk_widget_class_bind_template_callback (widget_class, is_keyring_locked);
}
