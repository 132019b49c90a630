/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-faults.h"

#include "lk-fault-world.h"
#include "lk-rotate.h"
#include "lk-token-secrets.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A token is created, rotated and deleted, over and over; of a hundred steps one meets a fault of the wire, and one is followed
 * by a new start. */

#define N_ROUNDS 10000
#define N_SAMPLE 12
#define N_SETTLINGS 3
#define SEED 11 /* of the first round */
#define DEADLINE_MS 1000
#define NAME "round"
#define N_FLAT 100 /* rounds after which memory and descriptors are what they stay */

typedef struct
{
  LkFaultWorld *world;
  GRand        *rand;
  guint         per_mille; /* of the steps that meet a fault */
  guint         n_faults;
  guint         n_starts;
} Rounds;

static void
meet_fault (Rounds     *self,
            const char *method)
{
  const LkFaultWire wire = { .method = method, .at = (gsize) g_rand_int_range (self->rand, 0, 700),
                             .cut = (LkFaultCut) g_rand_int_range (self->rand, 0, LK_FAULT_N_CUTS),
                             .framing = (LkFaultFraming) g_rand_int_range (self->rand, 0, LK_FAULT_N_FRAMINGS),
                             .in_request = g_rand_boolean (self->rand) };

  lk_fault_wire_box_arm (self->world->wire, NULL);
  if ((guint) g_rand_int_range (self->rand, 0, 1000) < self->per_mille)
    {
      lk_fault_wire_box_arm (self->world->wire, &wire);
      self->n_faults++;
    }
}

static void
start_anew (Rounds *self)
{
  lk_fault_wire_box_arm (self->world->wire, NULL);
  lk_fault_world_start_anew (self->world);
  lk_fault_world_set_deadline (self->world, DEADLINE_MS);
  self->n_starts++;
}

static void
perhaps_start_anew (Rounds *self)
{
  if ((guint) g_rand_int_range (self->rand, 0, 1000) < self->per_mille)
    start_anew (self);
}

static LkRotations *
read_rotations (Rounds *self)
{
  LkRotations *rotations = lk_rotations_new (self->world->office.office);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_rotations_read_async (rotations, NULL, lk_test_store_result_cb, &result);
  lk_rotations_read_finish (rotations, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return rotations;
}

/* Goes on with what is open as far as it goes; what fails is taken up by the next settling. */
static void
end_rotations (Rounds *self)
{
  g_autoptr (LkRotations) rotations = read_rotations (self);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rotations)); i++)
    {
      g_autoptr (LkRotation) rotation = g_list_model_get_item (G_LIST_MODEL (rotations), i);
      g_autoptr (GAsyncResult) moved = NULL;
      g_autoptr (GAsyncResult) ended = NULL;

      lk_rotate_hand_over_async (rotation, self->world->office.inventory, NULL, NULL, lk_test_store_result_cb, &moved);
      if (!lk_rotate_hand_over_finish (lk_test_wait_for_result (&moved), NULL))
        continue;
      perhaps_start_anew (self);
      meet_fault (self, "DELETE");
      lk_rotate_end_async (rotation, g_rand_int_range (self->rand, 0, 4) == 0, self->world->office.inventory, NULL, NULL,
                           lk_test_store_result_cb, &ended);
      lk_rotate_end_finish (lk_test_wait_for_result (&ended), NULL);
    }
}

/* Which token scripts find by the name, if any (transfer full, nullable). */
static char *
find_named (Rounds *self)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("application", LK_KEYRING_APPLICATION, "name", NAME,
                                                                "field", LK_SECRET_FIELD_TOKEN, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_auto (GStrv) parts = NULL;

  lk_keyring_look_up_async (self->world->office.keyring, attributes, NULL, lk_test_store_result_cb, &result);
  value = lk_keyring_look_up_finish (self->world->office.keyring, lk_test_wait_for_result (&result), NULL);
  if (value == NULL)
    return NULL;
  parts = g_strsplit (secret_value_get_text (value), ":", 3);

  return g_strdup (parts[1]);
}

/* P5: what the name finds is listed, and once there was something, there is. */
static char *
check_name (Rounds  *self,
            gboolean wanted)
{
  g_autoptr (GHashTable) list = lk_fault_world_list (self->world);
  g_autofree char *id = find_named (self);

  if (id == NULL)
    return wanted ? g_strdup ("P5: the name finds nothing") : NULL;

  return g_hash_table_contains (list, id) ? NULL : g_strdup ("P5: the name finds a token that is gone");
}

static gboolean
run_issue (Rounds  *self,
           LkIssue *issue)
{
  g_autoptr (GError) error = NULL;

  meet_fault (self, "POST");
  lk_test_run_issue (issue, &error);
  perhaps_start_anew (self);

  return error == NULL;
}

/* Returns whether one was created, and is found. */
static gboolean
create_and_rotate (Rounds  *self,
                   char   **broken)
{
  LkTestOffice *office = &self->world->office;
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (office, lk_test_office_some_role (office), NAME);
  g_autoptr (LkIssue) next = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  LkAppToken *token;

  if (!run_issue (self, issue))
    return FALSE;

  *broken = check_name (self, TRUE);
  token = lk_inventory_find (office->inventory, lk_issue_get_client_id (issue));
  g_assert_nonnull (token);
  next = lk_rotate_issue_new (office->inventory, token, now);
  run_issue (self, next);
  if (*broken == NULL)
    *broken = check_name (self, TRUE);
  end_rotations (self);
  if (*broken == NULL)
    *broken = check_name (self, TRUE);

  return TRUE;
}

static gboolean
is_settled (Rounds *self)
{
  g_autoptr (LkRotations) rotations = read_rotations (self);

  return g_list_model_get_n_items (G_LIST_MODEL (rotations)) == 0;
}

/* P1 and P2, of each token that came since the round began. */
static char *
check_tokens (Rounds        *self,
              LkFaultEnding *ending)
{
  g_autoptr (GHashTable) list = lk_fault_world_list (self->world);
  g_autoptr (GPtrArray) intents = lk_test_office_list_intents (&self->world->office);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, list);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      gboolean named = FALSE;

      if (g_hash_table_contains (self->world->known, id))
        continue;
      if (lk_fault_world_is_stored (self->world, id))
        {
          *ending = LK_FAULT_SAFE;
          continue;
        }
      for (guint i = 0; i < intents->len; i++)
        named |= g_strcmp0 (lk_intent_get_client_id (intents->pdata[i]), id) == 0
                 || g_strv_contains (lk_intent_get_candidate_ids (intents->pdata[i]), id);
      if (!named)
        return g_strdup ("P2: a token without its secret that nothing names");
      *ending = LK_FAULT_LOST_AND_KNOWN;
    }

  return NULL;
}

static char *
run (Rounds        *self,
     LkFaultEnding *ending)
{
  g_autofree char *broken = NULL;
  g_autofree char *id = NULL;
  gboolean created;
  char *left;

  *ending = LK_FAULT_NOT_CREATED;
  lk_fault_world_note (self->world);
  created = create_and_rotate (self, &broken);
  lk_fault_wire_box_arm (self->world->wire, NULL);
  for (guint i = 0; i < N_SETTLINGS && (i == 0 || !is_settled (self)); i++)
    {
      lk_fault_world_resume (self->world);
      start_anew (self);
      end_rotations (self);
    }
  lk_fault_wire_box_arm (self->world->wire, NULL);
  if (broken == NULL && !is_settled (self))
    broken = g_strdup ("a rotation does not come to its end");
  if (broken == NULL)
    broken = check_name (self, created);
  if (broken == NULL)
    broken = check_tokens (self, ending);

  id = find_named (self);
  if (broken == NULL && id != NULL)
    {
      LkAppToken *token = lk_inventory_find (self->world->office.inventory, id);

      if (token == NULL || !lk_test_office_delete (&self->world->office, token, NULL))
        broken = g_strdup ("the token that is left cannot be deleted");
      else if (lk_fault_world_is_stored (self->world, id))
        broken = g_strdup ("the secret of a deleted token is left");
      else
        *ending = LK_FAULT_GONE;
    }
  left = lk_fault_world_clean_up (self->world);
  if (broken != NULL)
    g_free (left);

  return broken != NULL ? g_steal_pointer (&broken) : left;
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

static guint64
read_memory_kib (void)
{
  g_autofree char *text = NULL;
  gulong pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*u %lu", &pages), ==, 1);

  return pages * (guint64) sysconf (_SC_PAGESIZE) / 1024;
}

void
lk_faults_rounds (LkFaultReport *report)
{
  Rounds self = { .world = lk_fault_world_new (), .rand = g_rand_new (), .per_mille = 10 };
  guint n_run = 0;

  lk_fault_report_begin (report, "rounds", N_ROUNDS, N_SAMPLE);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *point = g_strdup_printf ("round %u", i);
      g_autofree char *broken = NULL;
      LkFaultEnding ending;

      if (!lk_fault_report_next (report))
        continue;
      /* Of its own, so that each meets the same in whatever part it is run, and no two parts are alike. */
      g_rand_set_seed (self.rand, SEED + i);
      broken = run (&self, &ending);
      lk_fault_report_add (report, point, TRUE, ending, broken);
      if (++n_run % N_FLAT == 0)
        g_print ("rounds: %u with %u faults and %u new starts: %" G_GUINT64_FORMAT " KiB, %u descriptors\n", n_run, self.n_faults,
                 self.n_starts, read_memory_kib (), count_descriptors ());
    }
  g_rand_free (self.rand);
  lk_fault_world_free (self.world);
}
