/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-fault.h"

#include <string.h>

static const char * const operation_names[] = { "org", "users", "roles", "list", "create", "delete" };

G_STATIC_ASSERT (G_N_ELEMENTS (operation_names) == LK_DEMO_OPERATION_UNKNOWN);

G_DEFINE_QUARK (lk-demo-fault-error-quark, lk_demo_fault_error)

static gboolean
read_number (const char *text,
             guint64     min,
             guint64     max,
             guint      *number)
{
  guint64 value = 0;

  if (!g_ascii_string_to_unsigned (text, 10, min, max, &value, NULL))
    return FALSE;

  *number = (guint) value;

  return TRUE;
}

static gboolean
read_kind (const char  *text,
           LkDemoFault *fault)
{
  if (g_str_has_prefix (text, "status="))
    {
      fault->kind = LK_DEMO_FAULT_STATUS;
      return read_number (text + strlen ("status="), 200, 599, &fault->value);
    }

  if (g_str_has_prefix (text, "cut="))
    {
      fault->kind = LK_DEMO_FAULT_CUT;
      return read_number (text + strlen ("cut="), 0, G_MAXINT, &fault->value);
    }

  if (g_str_equal (text, "lost"))
    fault->kind = LK_DEMO_FAULT_LOST;
  else if (g_str_equal (text, "stall"))
    fault->kind = LK_DEMO_FAULT_STALL;
  else if (g_str_equal (text, "lie") && fault->operation == LK_DEMO_OPERATION_DELETE)
    fault->kind = LK_DEMO_FAULT_LIE;
  else
    return FALSE;

  return TRUE;
}

static gboolean
read_fault (const char  *spec,
            LkDemoFault *fault)
{
  g_auto (GStrv) halves = g_strsplit (spec, ":", 2);
  g_auto (GStrv) parts = NULL;
  guint n_parts;
  guint times;

  if (g_strv_length (halves) != 2)
    return FALSE;

  fault->times = -1;
  fault->operation = LK_DEMO_OPERATION_UNKNOWN;
  for (guint i = 0; i < G_N_ELEMENTS (operation_names); i++)
    {
      if (g_str_equal (halves[0], operation_names[i]))
        fault->operation = (LkDemoOperation) i;
    }

  if (fault->operation == LK_DEMO_OPERATION_UNKNOWN)
    return FALSE;

  parts = g_strsplit (halves[1], ",", -1);
  n_parts = g_strv_length (parts);
  if (n_parts < 1 || n_parts > 2 || !read_kind (parts[0], fault))
    return FALSE;

  if (n_parts == 1)
    return TRUE;

  if (!g_str_has_prefix (parts[1], "times=") ||
      !read_number (parts[1] + strlen ("times="), 1, G_MAXINT, &times))
    return FALSE;

  fault->times = (int) times;

  return TRUE;
}

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

      if (!read_fault (line, &fault))
        {
          g_array_set_size (faults, old_length);
          g_set_error (error, LK_DEMO_FAULT_ERROR, LK_DEMO_FAULT_ERROR_BAD_SPEC,
                       "“%s” is not a fault; write for example create:status=500,times=1", line);
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

  *out_fault = (LkDemoFault) { operation, LK_DEMO_FAULT_NONE, 0, 0 };

  for (guint i = 0; i < faults->len; i++)
    {
      LkDemoFault *fault = &g_array_index (faults, LkDemoFault, i);

      if (fault->operation != operation)
        continue;

      *out_fault = *fault;
      if (fault->times > 0)
        fault->times--;
      if (fault->times == 0)
        g_array_remove_index (faults, i);
      return;
    }
}
