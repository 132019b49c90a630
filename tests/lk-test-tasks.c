/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-tasks.h"

#include "lk-test.h"

LkTokenTask *
lk_test_find_task (const char *id)
{
  g_autoptr (GListModel) tasks = lk_token_tasks_new ();

  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (LkTokenTask) task = g_list_model_get_item (tasks, i);

      if (g_str_equal (lk_token_task_get_id (task), id))
        return g_steal_pointer (&task);
    }
  g_error ("There is no task %s", id);
}

LkTokenTaskAnswer *
lk_test_run_task (LkStreaming             *streaming,
                  const char              *id,
                  const LkTokenTaskPlace  *place,
                  GError                 **error)
{
  g_autoptr (LkTokenTask) task = lk_test_find_task (id);
  g_autoptr (GAsyncResult) result = NULL;

  lk_token_task_run_async (task, streaming, place, NULL, lk_test_store_result_cb, &result);

  return lk_token_task_run_finish (task, lk_test_wait_for_result (&result), error);
}
