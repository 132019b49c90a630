/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of lists that have nothing to show: they are read, could not be, or are empty. */

#include "lk-tour-camera.h"

#include "lk-banner.h"
#include "lk-streaming.h"
#include "lk-tenant-page.h"
#include "lk-test-keyring.h"

static gboolean
shows (GtkWidget *widget,
       GType      type)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (shows (child, type))
      return TRUE;

  return FALSE;
}

/* One row of the sidebar's accounts. */
static void
select_row (GtkWidget *window,
            int        index)
{
  GtkListBox *accounts = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));

  lk_test_wait_until (gtk_list_box_get_row_at_index (accounts, index) != NULL);
  gtk_list_box_select_row (accounts, gtk_list_box_get_row_at_index (accounts, index));
}

static void
select_place (GtkWidget  *window,
              const char *name)
{
  g_object_set (lk_tour_find (window, "places"), "selected", name, NULL);
}

static void
shoot_showing (GtkWidget  *window,
               GtkWidget  *page,
               GType       type,
               const char *name)
{
  lk_test_wait_until (shows (page, type));
  lk_tour_shoot (window, name);
}

static LkTenant *
get_tenant (GtkWidget *window)
{
  return lk_tenant_page_get_tenant (LK_TENANT_PAGE (lk_tour_find (window, "tenant_page")));
}

/* No service lists nothing, so the rows are taken away here. */
static void
forget_pulsar_tokens (GtkWidget *window)
{
  GListModel *tenants = lk_streaming_get_tenants (lk_tenant_page_get_streaming (
    LK_TENANT_PAGE (lk_tour_find (window, "tenant_page"))));

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);

      g_list_store_remove_all (G_LIST_STORE (lk_tenant_get_tokens (tenant)));
    }
}

static gboolean
is_in_state (GtkWidget  *page,
             const char *state)
{
  g_autofree char *is = NULL;

  g_object_get (page, "state", &is, NULL);

  return g_strcmp0 (is, state) == 0;
}

static void
search_for (GtkWidget  *window,
            const char *words,
            const char *found,
            const char *name)
{
  GtkWidget *page = lk_tour_find (window, "search_page");
  GtkStack *states = GTK_STACK (lk_tour_find (page, "states"));

  lk_tour_set_text (page, "search_entry", words);
  lk_test_wait_until (found != NULL ? lk_tour_has_text (page, found)
                                    : g_str_equal (gtk_stack_get_visible_child_name (states), "no-match"));
  lk_tour_shoot (window, name);
}

static void
search_all (GtkWidget *window)
{
  lk_tour_activate (window, "win.search-all");
  search_for (window, "", "nightly export job", "search-all");
  search_for (window, "orders", "orders report", "search-all-found");
  search_for (window, "no such thing", NULL, "search-all-no-match");
  lk_tour_activate (window, "win.leave-search");
}

/**
 * lk_tour_shoot_first_states:
 * @window: a window whose only account was just added, while its roles and Pulsar tokens are slow to come
 * @demo: the service of the account
 *
 * Takes pictures of pages whose lists are read for the first time, or cannot be.
 */
void
lk_tour_shoot_first_states (GtkWidget  *window,
                            LkTestDemo *demo)
{
  GtkWidget *review = lk_tour_find (window, "review_page");
  GtkWidget *tenant = lk_tour_find (window, "tenant_page");

  lk_tour_close_toasts (window);
  select_row (window, 2);
  shoot_showing (window, tenant, GTK_TYPE_SPINNER, "tenant-loading");
  select_place (window, "review");
  shoot_showing (window, review, GTK_TYPE_SPINNER, "review-loading");
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));

  select_row (window, 2);
  lk_test_wait_until (lk_tenant_get_loaded (get_tenant (window)));
  lk_test_demo_fault (demo, "pulsar-list:status=500");
  lk_tour_activate (window, "win.refresh");
  lk_test_wait_until (lk_tenant_get_error (get_tenant (window)) != NULL);
  forget_pulsar_tokens (window);
  shoot_showing (window, tenant, ADW_TYPE_STATUS_PAGE, "tenant-failed");
  select_row (window, 1);
  lk_tour_shoot (window, "tenants-partly-failed");
  lk_test_demo_fault (demo, "");
  lk_tour_activate (window, "win.refresh");
  select_row (window, 2);
  lk_test_wait_until (lk_tenant_get_error (get_tenant (window)) == NULL);
  select_row (window, 1);
  lk_tour_shoot (window, "tenants");
  search_all (window);
  select_row (window, 0);
  lk_tour_activate (window, "win.refresh");
}

/**
 * lk_tour_shoot_last_states:
 * @window: a window whose only account has no application tokens
 *
 * Takes pictures of pages that have nothing to show. The account loses its sign-in.
 */
void
lk_tour_shoot_last_states (GtkWidget *window)
{
  GtkWidget *stored = lk_tour_find (window, "stored_page");
  LkBanner *banner;
  g_autofree char *output = NULL;

  select_row (window, 2);
  forget_pulsar_tokens (window);
  select_place (window, "review");
  shoot_showing (window, lk_tour_find (window, "review_page"), ADW_TYPE_STATUS_PAGE, "review-empty");
  output = lk_test_run ("secret-tool", "clear", "application", "latchkey", NULL);
  select_place (window, "secrets");
  lk_tour_activate (stored, "page.reload");
  shoot_showing (window, stored, ADW_TYPE_STATUS_PAGE, "secrets-empty");
  lk_tour_close_toasts (window);
  lk_test_keyring_end ();
  lk_tour_activate (stored, "page.reload");
  lk_test_wait_until (is_in_state (stored, "failed"));
  banner = LK_BANNER (lk_tour_find_type (stored, LK_TYPE_BANNER));
  g_assert_true (lk_banner_get_revealed (banner));
  g_assert_cmpuint (strlen (lk_banner_get_title (banner)), >, 0);
  lk_tour_shoot (window, "secrets-failed");
  lk_test_keyring_start (TRUE, NULL);
  g_signal_emit_by_name (banner, "button-clicked");
  lk_test_wait_until (is_in_state (stored, "empty"));
  select_row (window, 0);
}
