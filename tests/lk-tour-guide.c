/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through the guide to which token a task needs. */

#include "lk-tour.h"

#include "lk-account-row.h"
#include "lk-guide-page.h"

#include <string.h>

static GtkWidget *
get_page (GtkWidget *window)
{
  return lk_tour_find (window, "guide_page");
}

static LkTenant *
get_tenant (GtkWidget *window)
{
  g_autoptr (LkTenant) tenant = NULL;

  g_object_get (get_page (window), "tenant", &tenant, NULL);

  return tenant;
}

/* As a click on the row of a tenant does. */
static void
choose_tenant (GtkWidget  *window,
               const char *name)
{
  GtkListBox *list = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    {
      LkTenant *tenant = lk_account_thing_get_tenant (lk_account_row_get_thing (LK_ACCOUNT_ROW (row)));

      if (tenant != NULL && g_str_equal (lk_tenant_get_name (tenant), name))
        {
          gtk_list_box_select_row (list, row);
          gtk_widget_activate (GTK_WIDGET (row));
          return;
        }
    }

  g_error ("there is no tenant “%s”", name);
}

static void
open (GtkWidget *window)
{
  GtkWidget *page = get_page (window);

  lk_test_wait_until (get_tenant (window) != NULL);
  choose_tenant (window, "events");
  lk_tour_activate (window, "win.show-guide");
  lk_test_wait_until (gtk_widget_get_mapped (page));
  g_assert_cmpstr (lk_tenant_get_name (get_tenant (window)), ==, "events");
  g_assert_true (lk_tour_has_text (page, "events · "));
  lk_tour_both_pictures (window, "110-guide");
  adw_combo_row_set_selected (ADW_COMBO_ROW (lk_tour_find (page, "tenant_row")), 0);
  g_assert_cmpstr (lk_tenant_get_name (get_tenant (window)), ==, "orders");
  lk_tour_step ("the guide is about the tenant that was shown, and about any other that is chosen");
}

void
lk_tour_walk_guide (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (4);

  lk_tour_sign_in (window, demo);
  open (window);
}
