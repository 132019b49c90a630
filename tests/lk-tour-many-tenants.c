/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through an organization with a thousand tenants: the first are to be seen while the rest load, and the window
 * answers throughout. */

#include "lk-tour.h"

#include "lk-account-row.h"
#include "lk-banner.h"
#include "lk-streaming-page.h"
#include "lk-tenant-page.h"
#include "lk-token-search.h"
#include "lk-window.h"

#define N_TENANTS 1000
#define N_TOKENS_EACH 20
#define MOST_AT_ONCE 8

static LkStreaming *
get_streaming (GtkWidget *window)
{
  return lk_inventories_get_streaming (lk_window_get_inventories (LK_WINDOW (window)), lk_tour_get_inventory (window));
}

/* So many tenants are not in the sidebar: one row leads to them. */
static GtkListBoxRow *
find_row (GtkWidget *window)
{
  GtkListBox *list = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (lk_account_thing_get_streaming (lk_account_row_get_thing (LK_ACCOUNT_ROW (row))) != NULL)
      return row;

  return NULL;
}

static void
choose (GtkWidget     *window,
        GtkListBoxRow *row)
{
  gtk_list_box_select_row (GTK_LIST_BOX (lk_tour_find (window, "sidebar_list")), row);
  gtk_widget_activate (GTK_WIDGET (row));
}

static guint
count_tokens (LkStreaming *streaming)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);

      n += g_list_model_get_n_items (lk_tenant_get_tokens (tenant));
    }

  return n;
}

static void
scroll_to_last (GtkWidget *window,
                GtkWidget *list)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (gtk_widget_get_parent (list)));

  for (guint i = 0; i < 60; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 300);
      lk_tour_wait_for_frames (window, 1);
    }
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", N_TENANTS - 1);
  lk_tour_wait_for_frames (window, 20);
}

static void
open_tenant (GtkWidget *window,
             GtkWidget *list,
             guint      position)
{
  g_signal_emit_by_name (list, "activate", position);
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (window, "tenant_page")));
  lk_tour_wait_for_frames (window, 4);
}

static void
search_all (GtkWidget *window)
{
  g_autoptr (LkTokenSearch) search = NULL;
  GtkWidget *page = lk_tour_find (window, "search_page");
  gboolean searching = TRUE;
  guint n_hits = 0;

  lk_tour_activate (window, "win.search-all");
  g_object_get (page, "search", &search, NULL);
  lk_tour_set_text (page, "search_entry", "team-0999");
  lk_test_wait_until ((g_object_get (search, "searching", &searching, "n-hits", &n_hits, NULL),
                       !searching && n_hits == N_TOKENS_EACH));
  lk_tour_wait_for_frames (window, 4);
  lk_tour_activate (window, "win.leave-search");
}

void
lk_tour_walk_many_tenants (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new_with_tenants (LK_TOUR_N_TOKENS, N_TENANTS);
  LkStreaming *streaming;
  GtkWidget *list;
  LkTourTurns turns;
  gboolean first_came_first = FALSE;
  int longest_ms, reference_ms;
  guint n_tokens;

  lk_test_demo_fault (demo, "pulsar-list:status=403,times=1\npulsar-list:slow=5");
  lk_tour_turns_start (&turns);
  lk_tour_sign_in (window, demo);
  streaming = get_streaming (window);
  lk_test_wait_until (find_row (window) != NULL);
  choose (window, find_row (window));
  list = lk_tour_find (lk_tour_find (window, "streaming_page"), "tenants_list");
  lk_test_wait_until (gtk_widget_get_mapped (list) && lk_tour_has_text (list, "orders"));
  first_came_first = lk_streaming_get_loading (streaming);
  lk_test_wait_until (lk_streaming_get_loaded (streaming) && !lk_streaming_get_loading (streaming));
  longest_ms = lk_tour_turns_stop (&turns);
  n_tokens = count_tokens (streaming);
  g_assert_true (first_came_first);
  g_assert_cmpuint (lk_streaming_get_n_failed (streaming), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lk_streaming_get_tenants (streaming)), ==, N_TENANTS);
  g_assert_cmpint (lk_test_demo_count (demo, "mostAtOnce"), <=, MOST_AT_ONCE);
  g_assert_cmpint (lk_test_demo_count (demo, "mostAtOnce"), >, 1);
  lk_tour_step ("%u tenants with %u tokens are there, the first before the last; at most %d requests at once; the longest turn "
                "of the main loop took %d ms",
                N_TENANTS, n_tokens, (int) lk_test_demo_count (demo, "mostAtOnce"), longest_ms);
  g_assert_cmpint (longest_ms, <, LK_TEST_LONGEST_MS);

  /* What one tenant with a few tokens takes on this machine. */
  lk_tour_turns_start (&turns);
  open_tenant (window, list, 0);
  reference_ms = lk_tour_turns_stop (&turns);
  lk_tour_activate (lk_tour_find (window, "tenant_page"), "page.back");
  lk_test_wait_until (gtk_widget_get_mapped (list));

  /* The picture takes longer: it is not in it. */
  lk_tour_turns_start (&turns);
  scroll_to_last (window, list);
  longest_ms = lk_tour_turns_stop (&turns);
  lk_tour_picture (window, "130-many-tenants");
  lk_tour_turns_start (&turns);
  open_tenant (window, list, N_TENANTS - 1);
  search_all (window);
  longest_ms = MAX (longest_ms, lk_tour_turns_stop (&turns));
  lk_tour_step ("scrolled to the last tenant, opened it and searched all: the longest turn took %d ms", longest_ms);
  lk_tour_check_turn (longest_ms, reference_ms);
}
