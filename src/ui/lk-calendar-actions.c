/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-calendar-actions.h"

#include "lk-calendar.h"
#include "lk-file-save.h"
#include "lk-tenant-page.h"
#include "lk-token-calendar.h"
#include "lk-tokens-page.h"
#include "lk-window.h"

#include <glib/gi18n-lib.h>

/* Saving when tokens expire as a file for a calendar: of one token, of those that are chosen, or of all. */

static LkTokenCalendar *
create_calendar (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return lk_token_calendar_new (now);
}

/* Asks before it writes, but not for a file that would be empty. */
static void
ask (GtkWidget       *widget,
     LkTokenCalendar *calendar,
     const char      *action_name,
     const char      *token_id,
     GCancellable    *cancellable)
{
  g_autoptr (GBytes) content = lk_token_calendar_write (calendar);

  if (content != NULL)
    lk_file_save_ask (widget, _("Add to Calendar"), _("_Save"), LK_CALENDAR_FILE_NAME, action_name, token_id, cancellable);
  else
    gtk_widget_activate_action (widget, "win.toast", "s", _("There is no expiry ahead"));
}

static void
save (GtkWidget       *widget,
      LkTokenCalendar *calendar,
      const char      *uri)
{
  g_autoptr (GBytes) content = lk_token_calendar_write (calendar);
  g_autoptr (GFile) file = g_file_new_for_uri (uri);

  /* While the file was chosen they may have been deleted. */
  if (content != NULL)
    lk_file_save_write (widget, file, content);
  else
    gtk_widget_activate_action (widget, "win.toast", "s", _("Nothing was saved: there is no expiry ahead any more"));
}

/* Application tokens. */

static LkTokenCalendar *
create_of_app (LkTokensPage *page,
               const char   *client_id)
{
  LkTokenCalendar *calendar = create_calendar ();
  LkInventory *inventory = lk_tokens_page_get_inventory (page);
  LkAppToken *token = inventory != NULL ? lk_inventory_find (inventory, client_id) : NULL;

  if (token != NULL)
    lk_token_calendar_add_app (calendar, lk_inventory_get_account (inventory), token);

  return calendar;
}

static void
app_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  const char *client_id = g_variant_get_string (parameter, NULL);
  g_autoptr (LkTokenCalendar) calendar = create_of_app (LK_TOKENS_PAGE (widget), client_id);

  ask (widget, calendar, action_name, client_id, lk_tokens_page_get_cancellable (LK_TOKENS_PAGE (widget)));
}

static void
app_to_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  g_autoptr (LkTokenCalendar) calendar = NULL;
  const char *client_id, *uri;

  g_variant_get (parameter, "(&s&s)", &client_id, &uri);
  calendar = create_of_app (LK_TOKENS_PAGE (widget), client_id);
  save (widget, calendar, uri);
}

static LkTokenCalendar *
create_of_selected (LkTokensPage *page)
{
  LkTokenCalendar *calendar = create_calendar ();
  LkInventory *inventory = lk_tokens_page_get_inventory (page);
  g_autoptr (GPtrArray) tokens = lk_token_selection_list (lk_tokens_page_get_selection (page));

  for (guint i = 0; inventory != NULL && i < tokens->len; i++)
    lk_token_calendar_add_app (calendar, lk_inventory_get_account (inventory), tokens->pdata[i]);

  return calendar;
}

static void
selected_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  LkTokensPage *page = LK_TOKENS_PAGE (widget);
  g_autoptr (LkTokenCalendar) calendar = create_of_selected (page);

  ask (widget, calendar, action_name, NULL, lk_tokens_page_get_cancellable (page));
}

static void
selected_to_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  g_autoptr (LkTokenCalendar) calendar = create_of_selected (LK_TOKENS_PAGE (widget));

  save (widget, calendar, g_variant_get_string (parameter, NULL));
}

/**
 * lk_calendar_actions_install_tokens:
 * @widget_class: the class of #LkTokensPage
 *
 * Installs `tokens.add-to-calendar`, with a client id as target, and `tokens.add-selected-to-calendar`.
 */
void
lk_calendar_actions_install_tokens (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "tokens.add-to-calendar", "s", app_action);
  gtk_widget_class_install_action (widget_class, "tokens.add-to-calendar-to", "(ss)", app_to_action);
  gtk_widget_class_install_action (widget_class, "tokens.add-selected-to-calendar", NULL, selected_action);
  gtk_widget_class_install_action (widget_class, "tokens.add-selected-to-calendar-to", "s", selected_to_action);
}

/* Pulsar tokens. */

static LkTokenCalendar *
create_of_pulsar (LkTenantPage *page,
                  const char   *token_id)
{
  LkTokenCalendar *calendar = create_calendar ();
  LkTenant *tenant = lk_tenant_page_get_tenant (page);
  LkPulsarToken *token = tenant != NULL ? lk_tenant_find_token (tenant, token_id) : NULL;

  if (token != NULL)
    lk_token_calendar_add_pulsar (calendar, lk_streaming_get_account (lk_tenant_page_get_streaming (page)), token);

  return calendar;
}

static void
pulsar_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  const char *token_id = g_variant_get_string (parameter, NULL);
  g_autoptr (LkTokenCalendar) calendar = create_of_pulsar (page, token_id);

  ask (widget, calendar, action_name, token_id, lk_tenant_page_get_cancellable (page));
}

static void
pulsar_to_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  g_autoptr (LkTokenCalendar) calendar = NULL;
  const char *token_id, *uri;

  g_variant_get (parameter, "(&s&s)", &token_id, &uri);
  calendar = create_of_pulsar (LK_TENANT_PAGE (widget), token_id);
  save (widget, calendar, uri);
}

/**
 * lk_calendar_actions_install_tenant:
 * @widget_class: the class of #LkTenantPage
 *
 * Installs `pulsar.add-to-calendar`, with a token's id as target.
 */
void
lk_calendar_actions_install_tenant (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "pulsar.add-to-calendar", "s", pulsar_action);
  gtk_widget_class_install_action (widget_class, "pulsar.add-to-calendar-to", "(ss)", pulsar_to_action);
}

/* All tokens. */

static LkTokenCalendar *
create_of_all (LkWindow *window)
{
  LkTokenCalendar *calendar = create_calendar ();

  if (lk_window_get_inventories (window) != NULL)
    lk_token_calendar_add_all (calendar, lk_window_get_inventories (window));

  return calendar;
}

static void
all_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  g_autoptr (LkTokenCalendar) calendar = create_of_all (LK_WINDOW (widget));

  ask (widget, calendar, action_name, NULL, NULL);
}

static void
all_to_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  g_autoptr (LkTokenCalendar) calendar = create_of_all (LK_WINDOW (widget));

  save (widget, calendar, g_variant_get_string (parameter, NULL));
}

/**
 * lk_calendar_actions_install_window:
 * @widget_class: the class of #LkWindow
 *
 * Installs `win.add-to-calendar`.
 */
void
lk_calendar_actions_install_window (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.add-to-calendar", NULL, all_action);
  gtk_widget_class_install_action (widget_class, "win.add-to-calendar-to", "s", all_to_action);
}
