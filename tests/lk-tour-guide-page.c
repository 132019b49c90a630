/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guide’s page, as the walks through it use it. */

#include "lk-tour-guide.h"

#include "lk-account-row.h"
#include "lk-guide-page.h"
#include "lk-name-row.h"
#include "lk-task-row.h"

GtkWidget *
lk_tour_guide_get_page (GtkWidget *window)
{
  return lk_tour_find (window, "guide_page");
}

LkTenant *
lk_tour_guide_get_tenant (GtkWidget *window)
{
  g_autoptr (LkTenant) tenant = NULL;

  g_object_get (lk_tour_guide_get_page (window), "tenant", &tenant, NULL);

  return tenant;
}

/* As a click on the row of a tenant does. */
void
lk_tour_guide_choose_tenant (GtkWidget  *window,
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
scroll_to_end (GtkWidget  *page,
               const char *id)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (lk_tour_find (page, id));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);

  lk_tour_wait_for_frames (page, 4);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

void
lk_tour_guide_take_pictures (GtkWidget  *window,
                             GtkWidget  *page,
                             const char *scroller,
                             const char *name)
{
  g_autofree char *narrow = g_strconcat (name, "-narrow", NULL);

  scroll_to_end (page, scroller);
  lk_tour_picture (window, name);
  lk_tour_resize (window, LK_TOUR_NARROW_WIDTH, 640);
  scroll_to_end (page, scroller);
  lk_tour_picture (window, narrow);
  lk_tour_resize (window, 980, 640);
}

/* As a click on its row does. */
GtkWidget *
lk_tour_guide_show_task (GtkWidget  *window,
                         const char *id)
{
  GtkListBox *list = GTK_LIST_BOX (lk_tour_find (lk_tour_guide_get_page (window), "tasks_list"));
  GtkWidget *task_page = lk_tour_find (lk_tour_guide_get_page (window), "task_page");
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (g_str_equal (lk_token_task_get_id (lk_task_row_get_task (LK_TASK_ROW (row))), id))
      {
        gtk_widget_activate (GTK_WIDGET (row));
        lk_test_wait_until (gtk_widget_get_mapped (task_page));
        return task_page;
      }

  g_error ("there is no task “%s”", id);
}

void
lk_tour_guide_go_back (GtkWidget *window)
{
  lk_tour_activate (lk_tour_guide_get_page (window), "guide.back");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (lk_tour_guide_get_page (window), "tasks_list")));
}

const char *
lk_tour_guide_get_name (GtkWidget  *task_page,
                        const char *id)
{
  return lk_name_row_get_text (LK_NAME_ROW (lk_tour_find (task_page, id)));
}

char *
lk_tour_guide_dup_command (GtkWidget *task_page)
{
  char *command = NULL;

  g_object_get (task_page, "command", &command, NULL);

  return command;
}

gboolean
lk_tour_guide_is_running (GtkWidget *task_page)
{
  gboolean running;

  g_object_get (task_page, "running", &running, NULL);

  return running;
}

/* %NULL without an answer; it stays that of the page. */
LkTokenTaskAnswer *
lk_tour_guide_get_answer (GtkWidget *task_page)
{
  g_autoptr (LkTokenTaskAnswer) answer = NULL;

  g_object_get (task_page, "answer", &answer, NULL);

  return answer;
}

gboolean
lk_tour_guide_has_failed (GtkWidget *task_page)
{
  return gtk_widget_get_mapped (lk_tour_find (task_page, "error_box"));
}

/* Not just above or below what is seen. */
static gboolean
is_on_screen (GtkWidget  *task_page,
              const char *id)
{
  GtkWidget *scroller = lk_tour_find (task_page, "task_scroller");
  GtkWidget *widget = lk_tour_find (task_page, id);
  double x, y;

  return gtk_widget_get_mapped (widget) && gtk_widget_translate_coordinates (widget, scroller, 0, 0, &x, &y) && y >= 0
         && y + gtk_widget_get_height (widget) <= gtk_widget_get_height (scroller);
}

void
lk_tour_guide_run (GtkWidget  *window,
                   GtkWidget  *task_page,
                   const char *name)
{
  lk_tour_activate (task_page, "task.run");
  lk_test_wait_until (lk_tour_guide_get_answer (task_page) != NULL && !lk_tour_guide_is_running (task_page));
  g_assert_false (lk_tour_guide_has_failed (task_page));
  g_assert_true (lk_tour_has_text (task_page, "Answered by http://127.0.0.1:"));
  lk_tour_wait_for_frames (window, 4);
  g_assert_true (is_on_screen (task_page, "origin_label"));
  lk_tour_guide_take_pictures (window, task_page, "task_scroller", name);
}
