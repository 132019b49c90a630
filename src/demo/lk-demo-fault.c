/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-fault.h"

#include "lk-demo-fault-spec.h"

G_DEFINE_QUARK (lk-demo-fault-error-quark, lk_demo_fault_error)

/**
 * lk_demo_faults_new:
 *
 * Makes a fault plan in which nothing goes wrong.
 *
 * Returns: (transfer full) (element-type LkDemoFault): an empty plan
 */
GArray *
lk_demo_faults_new (void)
{
  return g_array_new (FALSE, TRUE, sizeof (LkDemoFault));
}

/**
 * lk_demo_faults_add:
 * @faults: a fault plan
 * @specs: lines such as `create:status=500,times=1`
 * @error: return location for a #LkDemoFaultError
 *
 * Adds faults to the end of a plan. Blank lines are skipped. If a line is wrong, @faults stays as it was.
 *
 * Returns: whether every line was understood
 */
gboolean
lk_demo_faults_add (GArray      *faults,
                    const char  *specs,
                    GError     **error)
{
  g_auto (GStrv) lines = NULL;
  guint old_length;

  g_return_val_if_fail (faults != NULL, FALSE);
  g_return_val_if_fail (specs != NULL, FALSE);

  old_length = faults->len;
  lines = g_strsplit (specs, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      LkDemoFault fault = { 0 };
      const char *line = g_strstrip (lines[i]);

      if (line[0] == '\0')
        continue;

      if (!lk_demo_fault_spec_read (line, &fault))
        {
          g_array_set_size (faults, old_length);
          g_set_error (error, LK_DEMO_FAULT_ERROR, LK_DEMO_FAULT_ERROR_BAD_SPEC,
                       "“%s” is not a fault; write for example create:status=500,times=1, and see --help", line);
          return FALSE;
        }

      g_array_append_val (faults, fault);
    }

  return TRUE;
}

/**
 * lk_demo_faults_take:
 * @faults: a fault plan
 * @operation: the call that has come in
 * @out_fault: (out caller-allocates): how it shall go
 *
 * Finds the first fault planned for a call, and uses it up by one time.
 */
void
lk_demo_faults_take (GArray          *faults,
                     LkDemoOperation  operation,
                     LkDemoFault     *out_fault)
{
  g_return_if_fail (faults != NULL);
  g_return_if_fail (out_fault != NULL);

  *out_fault = (LkDemoFault) { .operation = operation };

  for (guint i = 0; i < faults->len; i++)
    {
      LkDemoFault *fault = &g_array_index (faults, LkDemoFault, i);

      if (fault->operation != operation && fault->operation != LK_DEMO_OPERATION_ANY)
        continue;

      *out_fault = *fault;
      out_fault->operation = operation;
      if (fault->times > 0)
        fault->times--;
      if (fault->times == 0)
        g_array_remove_index (faults, i);
      return;
    }
}
