/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-fault-spec.h"

#include <string.h>

#define MAX_WAIT_MS (10 * 60 * 1000)
#define MAX_ROWS 1000000
#define MAX_SKEW_S (10 * 366 * 24 * 3600)

static const char help[] =
  "A fault is OPERATION:KIND, and may be followed by options: OPERATION:KIND,OPTION=VALUE,…\n"
  "  OPERATION      org, users, roles, list, create, delete; tenants, limits, pulsar-list, pulsar-get,\n"
  "                 pulsar-create, pulsar-create-v2, pulsar-delete; admin, offer, usage, databases; or any\n"
  "  times=COUNT    an option of each: how many calls go wrong, without it all\n"
  "\n"
  "Nothing is done, and this is answered:\n"
  "  status=N       the HTTP status N (200 to 599), 421 too; its options are\n"
  "    shape=WORD     how the error is told: errors (a list, key ID), lower-id, text, string\n"
  "                   (bare JSON), reason, error, wrapped (in Body), description, empty or html;\n"
  "                   without it as the real service tells it for this operation\n"
  "    retry-after=S  a header Retry-After of S seconds\n"
  "    retry-date=S   the same as a date that is S seconds off\n"
  "    to=WHERE       a header Location: self, or elsewhere (a host that does not exist);\n"
  "                   without it a redirect goes to itself\n"
  "  portal         a sign-in page of a network, with 200; portal=N with the status N\n"
  "  stall          no answer comes\n"
  "  lie            (what creates or deletes) a success, as though it were done\n"
  "\n"
  "It is done, and this happens to the answer:\n"
  "  cut=N          the connection ends after N bytes of the body; its options are\n"
  "    framing=WORD   how the length is told: length (default), chunked, or close (not at all)\n"
  "    by=WORD        how the connection ends: fin (default) or rst\n"
  "  lost           the connection ends without an answer; option by, as above\n"
  "  slow=MS        it waits MS milliseconds\n"
  "  drip=MS        its body comes byte by byte, one each MS milliseconds\n"
  "  interim=N      N interim answers (103) come first\n"
  "  skew=S         its Date is S seconds off; S may be negative\n"
  "  malformed      its body is no JSON\n"
  "  types          its body is JSON, but its values are of the wrong types\n"
  "  odd-token      (create) its token is not the one that works, which follows from the secret\n"
  "  huge=N         (list) N made-up rows come first\n";

static gboolean
read_number (const char *text,
             gint64      min,
             gint64      max,
             int        *number)
{
  gint64 value = 0;

  if (!g_ascii_string_to_signed (text, 10, min, max, &value, NULL))
    return FALSE;

  *number = (int) value;

  return TRUE;
}

static gboolean
read_word (const char         *text,
           const char * const *words,
           int                *index)
{
  for (int i = 0; words[i] != NULL; i++)
    {
      if (g_str_equal (text, words[i]))
        {
          *index = i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
read_operation (const char  *text,
                LkDemoFault *fault)
{
  static const char * const words[] = { "org", "users", "roles", "list", "create", "delete",
                                        "tenants", "limits", "pulsar-list", "pulsar-get", "pulsar-create",
                                        "pulsar-create-v2", "pulsar-delete", "admin", "offer", "usage",
                                        "databases", "any", NULL };
  int index;

  G_STATIC_ASSERT (G_N_ELEMENTS (words) == LK_DEMO_OPERATION_ANY + 2);
  if (!read_word (text, words, &index))
    return FALSE;

  fault->operation = (LkDemoOperation) index;

  return TRUE;
}

typedef struct
{
  const char      *name;
  LkDemoFaultKind  kind;
  gboolean         has_value;
  gint64           min;
  gint64           max;
} Kind;

static gboolean
read_kind (const char  *text,
           LkDemoFault *fault)
{
  static const Kind kinds[] = {
    { "status", LK_DEMO_FAULT_STATUS, TRUE, 200, 599 },
    { "portal", LK_DEMO_FAULT_PORTAL, TRUE, 200, 599 },
    { "portal", LK_DEMO_FAULT_PORTAL, FALSE, 0, 0 },
    { "stall", LK_DEMO_FAULT_STALL, FALSE, 0, 0 },
    { "lie", LK_DEMO_FAULT_LIE, FALSE, 0, 0 },
    { "cut", LK_DEMO_FAULT_CUT, TRUE, 0, G_MAXINT },
    { "lost", LK_DEMO_FAULT_LOST, FALSE, 0, 0 },
    { "slow", LK_DEMO_FAULT_SLOW, TRUE, 0, MAX_WAIT_MS },
    { "drip", LK_DEMO_FAULT_DRIP, TRUE, 0, MAX_WAIT_MS },
    { "interim", LK_DEMO_FAULT_INTERIM, TRUE, 1, 1000 },
    { "skew", LK_DEMO_FAULT_SKEW, TRUE, -MAX_SKEW_S, MAX_SKEW_S },
    { "malformed", LK_DEMO_FAULT_MALFORMED, FALSE, 0, 0 },
    { "types", LK_DEMO_FAULT_TYPES, FALSE, 0, 0 },
    { "odd-token", LK_DEMO_FAULT_ODD_TOKEN, FALSE, 0, 0 },
    { "huge", LK_DEMO_FAULT_HUGE, TRUE, 1, MAX_ROWS },
  };
  g_auto (GStrv) halves = g_strsplit (text, "=", 2);
  gboolean has_value = halves[0] != NULL && halves[1] != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const Kind *kind = &kinds[i];

      if (g_strcmp0 (halves[0], kind->name) != 0 || kind->has_value != has_value)
        continue;

      fault->kind = kind->kind;
      return !has_value || read_number (halves[1], kind->min, kind->max, &fault->value);
    }

  return FALSE;
}

static gboolean
read_option (const char  *text,
             LkDemoFault *fault)
{
  static const char * const shapes[] = { "", "errors", "lower-id", "text", "string", "reason", "error", "wrapped",
                                         "description", "empty", "html", NULL };
  static const char * const framings[] = { "length", "chunked", "close", NULL };
  static const char * const ends[] = { "fin", "rst", NULL };
  static const char * const places[] = { "self", "elsewhere", NULL };
  g_auto (GStrv) halves = g_strsplit (text, "=", 2);
  const char *name = halves[0];
  const char *value;
  gboolean status = fault->kind == LK_DEMO_FAULT_STATUS;
  int index = 0;

  G_STATIC_ASSERT (G_N_ELEMENTS (shapes) == LK_DEMO_SHAPE_HTML + 2);
  if (name == NULL || halves[1] == NULL)
    return FALSE;
  value = halves[1];

  if (g_str_equal (name, "times"))
    return read_number (value, 1, G_MAXINT, &fault->times);
  if (status && g_str_equal (name, "retry-after"))
    {
      fault->has_retry_after = TRUE;
      return read_number (value, 0, G_MAXINT, &fault->retry_after_s);
    }
  if (status && g_str_equal (name, "retry-date"))
    {
      fault->has_retry_after = fault->retry_is_date = TRUE;
      return read_number (value, -MAX_SKEW_S, MAX_SKEW_S, &fault->retry_after_s);
    }
  if (status && g_str_equal (name, "shape") && value[0] != '\0' && read_word (value, shapes, &index))
    fault->shape = (LkDemoShape) index;
  else if (status && g_str_equal (name, "to") && read_word (value, places, &index))
    fault->elsewhere = index == 1;
  else if (fault->kind == LK_DEMO_FAULT_CUT && g_str_equal (name, "framing") && read_word (value, framings, &index))
    fault->framing = (LkDemoFraming) index;
  else if ((fault->kind == LK_DEMO_FAULT_CUT || fault->kind == LK_DEMO_FAULT_LOST) && g_str_equal (name, "by") &&
           read_word (value, ends, &index))
    fault->reset = index == 1;
  else
    return FALSE;

  return TRUE;
}

/**
 * lk_demo_fault_spec_read:
 * @spec: a line such as `create:status=500,times=1`
 * @fault: (out caller-allocates): the fault, undefined if @spec is wrong
 *
 * Reads one line of a fault plan.
 *
 * Returns: whether it was understood
 */
gboolean
lk_demo_fault_spec_read (const char  *spec,
                         LkDemoFault *fault)
{
  g_auto (GStrv) halves = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (spec != NULL, FALSE);
  g_return_val_if_fail (fault != NULL, FALSE);

  *fault = (LkDemoFault) { .times = -1 };
  halves = g_strsplit (spec, ":", 2);
  if (g_strv_length (halves) != 2 || !read_operation (halves[0], fault))
    return FALSE;

  parts = g_strsplit (halves[1], ",", -1);
  if (parts[0] == NULL || !read_kind (parts[0], fault))
    return FALSE;
  for (guint i = 1; parts[i] != NULL; i++)
    {
      if (!read_option (parts[i], fault))
        return FALSE;
    }

  if (fault->kind == LK_DEMO_FAULT_LIE)
    return fault->operation == LK_DEMO_OPERATION_CREATE || fault->operation == LK_DEMO_OPERATION_DELETE ||
           fault->operation == LK_DEMO_OPERATION_PULSAR_CREATE ||
           fault->operation == LK_DEMO_OPERATION_PULSAR_CREATE_V2 ||
           fault->operation == LK_DEMO_OPERATION_PULSAR_DELETE;
  if (fault->kind == LK_DEMO_FAULT_ODD_TOKEN)
    return fault->operation == LK_DEMO_OPERATION_CREATE;
  if (fault->kind == LK_DEMO_FAULT_HUGE)
    return fault->operation == LK_DEMO_OPERATION_LIST;

  return TRUE;
}

/**
 * lk_demo_fault_spec_get_help:
 *
 * Gets the words for people on how to write a fault.
 *
 * Returns: (transfer none): the text, lines with a line break each
 */
const char *
lk_demo_fault_spec_get_help (void)
{
  return help;
}
