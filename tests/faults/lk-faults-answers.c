/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-faults.h"

#include "lk-fault-world.h"

#include <string.h>

/* Each status there can be, with each kind of body, as the answer to a create, a delete and a read of the list; whether the
 * service has done what it was asked or has not even heard of it. */

#define FIRST_STATUS 100
#define LAST_STATUS 599
#define N_STATUSES (LAST_STATUS - FIRST_STATUS + 1)
#define N_SAMPLE 26
#define DEADLINE_MS 2000 /* an interim answer is followed by another one, which does not come */

typedef enum
{
  BODY_NONE,
  BODY_ERROR,
  BODY_SUCCESS, /* the service's own */
  BODY_GARBAGE,
  BODY_TYPES,
  N_BODIES
} Body;

typedef enum
{
  CALL_CREATE,
  CALL_DELETE,
  CALL_LIST,
  N_CALLS
} Call;

static const char *const body_names[N_BODIES] = { "no body", "an error", "success", "garbage", "other types" };
static const char *const call_names[N_CALLS] = { "create", "delete", "list" };
static const char *const methods[N_CALLS] = { "POST", "DELETE", "GET" };

static GBytes *
make_body (Body body)
{
  static const char *const texts[N_BODIES] = {
    "",
    "{\"errors\":[{\"ID\":2000083,\"message\":\"made up by a test\"}]}",
    NULL,
    "<!DOCTYPE html><title>\x01\xff{\"clientId\":[",
    "{\"clientId\":42,\"secret\":{},\"token\":null,\"clients\":\"none\",\"generatedOn\":false}",
  };

  return texts[body] != NULL ? g_bytes_new_static (texts[body], strlen (texts[body])) : NULL;
}

static char *
create (LkFaultWorld  *world,
        LkFaultEnding *ending)
{
  g_autofree char *name = g_strdup_printf ("answer-%u", world->n_runs++);
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (&world->office, lk_test_office_some_role (&world->office), name);
  g_autoptr (GError) error = NULL;

  lk_test_run_issue (issue, &error);

  return lk_fault_world_judge_create (world, error, ending);
}

/* One that is there and stored, to be deleted; kept from one point to the next while it is. */
static char *
make_token (LkFaultWorld *world)
{
  g_autofree char *name = g_strdup_printf ("answer-%u", world->n_runs++);
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (&world->office, lk_test_office_some_role (&world->office), name);
  g_autoptr (GError) error = NULL;

  lk_test_run_issue (issue, &error);
  g_assert_no_error (error);

  return g_strdup (lk_issue_get_client_id (issue));
}

static char *
delete (LkFaultWorld   *world,
        char          **client_id,
        LkFaultEnding  *ending)
{
  LkAppToken *token = lk_inventory_find (world->office.inventory, *client_id);
  g_autoptr (GError) error = NULL;
  char *broken;

  g_assert_nonnull (token);
  lk_test_office_delete (&world->office, token, &error);
  broken = lk_fault_world_judge_delete (world, *client_id, error, ending);
  if (*ending != LK_FAULT_UNCHANGED)
    g_clear_pointer (client_id, g_free);

  return broken;
}

/* What is shown after a list that was answered oddly is the list there is, or the one before. */
static char *
read_list (LkFaultWorld  *world,
           LkFaultEnding *ending)
{
  GListModel *tokens = lk_inventory_get_tokens (world->office.inventory);
  guint n_before = g_list_model_get_n_items (tokens);
  g_autoptr (GError) error = NULL;

  *ending = LK_FAULT_UNCHANGED;
  lk_test_load (world->office.inventory, &error);
  if (g_list_model_get_n_items (tokens) != n_before)
    return g_strdup_printf ("a list of %u was taken for one of %u", n_before, g_list_model_get_n_items (tokens));

  return NULL;
}

static void
run (LkFaultWorld       *world,
     LkFaultReport      *report,
     Call                call,
     Body                body,
     const LkFaultWire  *wire,
     char              **client_id)
{
  g_autofree char *point = g_strdup_printf ("%s, %u with %s, %s", call_names[call], wire->status, body_names[body],
                                            wire->unheard ? "not heard" : "done");
  g_autofree char *broken = NULL;
  LkFaultEnding ending;
  gboolean fired;

  if (call == CALL_DELETE && *client_id == NULL)
    *client_id = make_token (world);
  lk_fault_world_set_deadline (world, DEADLINE_MS);
  lk_fault_world_note (world);
  lk_fault_wire_box_arm (world->wire, wire);
  if (call == CALL_CREATE)
    broken = create (world, &ending);
  else if (call == CALL_DELETE)
    broken = delete (world, client_id, &ending);
  else
    broken = read_list (world, &ending);
  fired = lk_fault_wire_box_has_fired (world->wire);
  lk_fault_wire_box_arm (world->wire, NULL);
  lk_fault_report_add (report, point, fired, ending, broken);
}

/* A lie about what was not done cannot be told from the truth by a create, whose answer is the only thing that ever holds the
 * secret; and reading does nothing. */
static gboolean
is_a_point (Call     call,
            Body     body,
            gboolean unheard)
{
  return !unheard || (call != CALL_LIST && body != BODY_SUCCESS);
}

void
lk_faults_answers (LkFaultReport *report)
{
  LkFaultWorld *world = lk_fault_world_new ();
  g_autofree char *client_id = NULL;

  for (guint call = 0; call < N_CALLS; call++)
    {
      g_autofree char *family = g_strdup_printf ("answers: %s", call_names[call]);

      lk_fault_report_begin (report, family, N_STATUSES * N_BODIES * (call == CALL_LIST ? 1 : 2), N_SAMPLE);
      for (guint status = FIRST_STATUS; status <= LAST_STATUS; status++)
        for (guint body = 0; body < N_BODIES; body++)
          for (guint unheard = FALSE; unheard <= TRUE; unheard++)
            {
              g_autoptr (GBytes) bytes = make_body (body);
              const LkFaultWire wire = { .method = methods[call], .at = G_MAXSIZE, .status = status, .body = bytes,
                                         .unheard = unheard };

              if (is_a_point (call, body, unheard) && lk_fault_report_next (report))
                run (world, report, call, body, &wire, &client_id);
            }
    }
  lk_fault_world_free (world);
}
