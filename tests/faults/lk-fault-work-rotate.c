/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-work.h"

#include "lk-intent.h"
#include "lk-rotate.h"
#include "lk-work-error.h"

/* A rotation, a step at a time; whatever comes of the step, it is gone on with after the next start, and ends. */

gboolean
lk_fault_rotate_begin (LkFaultWork   *work,
                       GCancellable  *cancellable,
                       GError       **error)
{
  LkInventory *inventory = work->world->office.inventory;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkIssue) issue = lk_rotate_issue_new (inventory, lk_inventory_find (inventory, work->old_id), now);
  g_autoptr (GAsyncResult) result = NULL;

  lk_fault_work_listen (work, issue);
  lk_issue_run_async (issue, cancellable, lk_test_store_result_cb, &result);
  lk_test_wait_for_result (&result);
  g_signal_handlers_disconnect_by_data (issue, work);

  return lk_issue_run_finish (issue, result, error);
}

gboolean
lk_fault_rotate_hand_over (LkFaultWork   *work,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_rotate_hand_over_async (work->rotation, work->world->office.inventory, NULL, cancellable, lk_test_store_result_cb, &result);

  return lk_rotate_hand_over_finish (lk_test_wait_for_result (&result), error);
}

static gboolean
end (LkFaultWork   *work,
     gboolean       cancel,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_rotate_end_async (work->rotation, cancel, work->world->office.inventory, NULL, cancellable, lk_test_store_result_cb,
                       &result);

  return lk_rotate_end_finish (lk_test_wait_for_result (&result), error);
}

gboolean
lk_fault_rotate_end (LkFaultWork   *work,
                     GCancellable  *cancellable,
                     GError       **error)
{
  return end (work, FALSE, cancellable, error);
}

gboolean
lk_fault_rotate_cancel (LkFaultWork   *work,
                        GCancellable  *cancellable,
                        GError       **error)
{
  return end (work, TRUE, cancellable, error);
}

void
lk_fault_rotate_prepare (LkFaultWork *work)
{
  work->old_id = lk_fault_work_create (work, "R/W Svc Acct", LK_FAULT_NAME);
  lk_fault_world_note (work->world);
}

static void
begin (LkFaultWork *work)
{
  g_autoptr (GError) error = NULL;

  lk_fault_rotate_begin (work, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lk_fault_work_read (work));
}

static void
hand_over (LkFaultWork *work)
{
  g_autoptr (GError) error = NULL;

  lk_fault_rotate_hand_over (work, NULL, &error);
  g_assert_no_error (error);
}

void
lk_fault_rotate_prepare_begun (LkFaultWork *work)
{
  lk_fault_rotate_prepare (work);
  begin (work);
  lk_fault_world_note (work->world);
}

void
lk_fault_rotate_prepare_moved (LkFaultWork *work)
{
  lk_fault_rotate_prepare (work);
  begin (work);
  hand_over (work);
  lk_fault_world_note (work->world);
}

static void
sign_in_with (LkFaultWork *work,
              SecretValue *token)
{
  LkTestOffice *office = &work->world->office;
  g_autoptr (LkAccount) account = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_office_change_sign_in_async (office->office, office->account, token, FALSE, NULL, lk_test_store_result_cb, &result);
  account = lk_office_change_sign_in_finish (office->office, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  lk_fault_work_start_anew (work);
}

void
lk_fault_rotate_prepare_sign_in (LkFaultWork *work)
{
  g_autoptr (SecretValue) token = NULL;

  work->first_token = secret_value_ref (work->world->office.demo->token);
  work->old_id = lk_fault_work_create (work, "Organization Administrator", LK_FAULT_NAME);
  token = lk_fault_work_look_up (work, work->old_id, LK_SECRET_KIND_ASTRA_TOKEN);
  sign_in_with (work, token);
  begin (work);
  lk_fault_world_note (work->world);
}

void
lk_fault_rotate_prepare_signed_in (LkFaultWork *work)
{
  lk_fault_rotate_prepare_sign_in (work);
  hand_over (work);
  lk_fault_work_start_anew (work);
  g_assert_nonnull (work->rotation);
  lk_fault_world_note (work->world);
}

/* Judging */

static char *
see_name (LkFaultWork *work)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);

  return lk_fault_work_find_name (work, bus);
}

static gboolean
is_listed (LkFaultWork *work,
           const char  *client_id)
{
  g_autoptr (GHashTable) list = lk_fault_world_list (work->world);

  return client_id != NULL && g_hash_table_contains (list, client_id);
}

/* What an end was told to have done. */
static char *
compare_end (LkFaultWork *work,
             const char  *doomed)
{
  if (is_listed (work, doomed))
    return g_strdup ("P1: told as ended, but the token is listed");
  if (lk_fault_work_count_kept (work, doomed) > 0)
    return g_strdup ("P1: told as ended, but the secret is still stored");

  return NULL;
}

static gboolean
is_any_busy (LkRotations *rotations)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rotations)); i++)
    {
      g_autoptr (LkRotation) rotation = g_list_model_get_item (G_LIST_MODEL (rotations), i);

      if (lk_rotate_is_busy (rotation))
        return TRUE;
    }

  return FALSE;
}

/* As after the next start: what needs no yes is gone on with. */
static void
go_on (LkFaultWork *work)
{
  lk_fault_work_start_anew (work);
  lk_fault_work_resume (work);
  lk_fault_work_read (work);
  lk_rotate_resume (work->rotations, work->world->office.inventory, NULL);
  lk_test_wait_until (!is_any_busy (work->rotations));
  lk_fault_work_start_anew (work); /* the account may be another object */
}

/* Somebody says yes to the rest. */
static char *
finish (LkFaultWork *work)
{
  g_autoptr (GError) error = NULL;

  if (lk_fault_work_read (work) == NULL)
    return NULL;
  if (lk_rotation_get_step (work->rotation) != LK_ROTATION_MOVED)
    return g_strdup_printf ("P1: the next start does not go on with the rotation: it stays at step %d",
                            lk_rotation_get_step (work->rotation));
  if (!lk_fault_rotate_end (work, NULL, &error))
    return g_strdup_printf ("P1: the rotation cannot be finished: %s", error->message);

  return NULL;
}

/* One of the two is there, stored, and found by the name; nothing is left of the other one. */
static char *
see_survivor (LkFaultWork *work)
{
  g_autoptr (GHashTable) list = lk_fault_world_list (work->world);
  const char *survivor = NULL;
  const char *gone;
  GHashTableIter iter;
  gpointer id;
  guint n = 0;

  g_hash_table_iter_init (&iter, list);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (work->before, id))
      {
        n++;
        survivor = id;
      }
  if (n != 1)
    return g_strdup_printf ("P2: %u tokens are left in the end", n);
  if (!lk_fault_world_is_stored (work->world, survivor))
    return g_strdup ("P4: what is left is not stored");

  gone = g_strcmp0 (survivor, work->old_id) == 0 ? work->new_id : work->old_id;
  if (gone != NULL && g_strcmp0 (gone, survivor) != 0 && lk_fault_work_count_kept (work, gone) > 0)
    return g_strdup ("a secret of the token that is gone is left over");

  return NULL;
}

/* All that the point made, also where it did not end as it should. */
static void
clean_up (LkFaultWork *work)
{
  g_autoptr (GHashTable) list = lk_fault_world_list (work->world);
  GHashTableIter iter;
  gpointer id;

  lk_fault_work_start_anew (work);
  lk_fault_work_resume (work);
  if (work->first_token != NULL)
    sign_in_with (work, work->first_token);
  g_hash_table_iter_init (&iter, list);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (work->before, id))
      lk_fault_work_delete (work, id);
}

static char *
see_rest (LkFaultWork *work)
{
  g_autoptr (GPtrArray) intents = lk_test_office_list_intents (&work->world->office);

  if (intents->len > 0)
    return g_strdup_printf ("P1: what is done stays in the journal as %s",
                            lk_intent_state_to_string (lk_intent_get_state (intents->pdata[0])));
  if (lk_test_office_count_pending (&work->world->office) > 0)
    return g_strdup ("a reserved key is left over");

  return NULL;
}

static char *
judge (LkFaultWork   *work,
       char          *owned_broken,
       LkFaultEnding *ending)
{
  g_autofree char *broken = owned_broken;

  if (broken == NULL)
    broken = see_name (work);
  go_on (work);
  if (broken == NULL)
    broken = see_name (work);
  *ending = work->rotation != NULL ? LK_FAULT_UNFINISHED : is_listed (work, work->old_id) ? LK_FAULT_UNCHANGED : LK_FAULT_GONE;
  if (broken == NULL)
    broken = finish (work);
  if (broken == NULL)
    broken = see_name (work);
  if (broken == NULL)
    broken = see_survivor (work);
  if (broken == NULL && lk_test_demo_count (work->world->office.demo, "posts") > work->world->n_posts + 1)
    broken = g_strdup ("P3: more than one create for one confirmation");
  clean_up (work);

  return broken != NULL ? g_steal_pointer (&broken) : see_rest (work);
}

/* Told as done means that there is a rotation; told as failed that there is none, but for what the journal names. */
static char *
compare_begin (LkFaultWork  *work,
               const GError *error)
{
  g_autoptr (GPtrArray) intents = lk_test_office_list_intents (&work->world->office);
  g_autoptr (GHashTable) list = lk_fault_world_list (work->world);
  guint n_new = g_hash_table_size (list) - g_hash_table_size (work->world->known);

  if (error == NULL)
    return lk_fault_work_read (work) == NULL ? g_strdup ("P1: told as begun, but there is no rotation") : NULL;
  if (n_new > 0 && intents->len == 0)
    return g_strdup ("P2: a new token that the journal does not name");
  if (n_new > 0 && !g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NOT_STORED))
    return g_strdup_printf ("P1: told as not created (%s), but it was", error->message);

  return NULL;
}

char *
lk_fault_rotate_judge_begin (LkFaultWork   *work,
                             const GError  *error,
                             LkFaultEnding *ending)
{
  return judge (work, compare_begin (work, error), ending);
}

char *
lk_fault_rotate_judge_hand_over (LkFaultWork   *work,
                                 const GError  *error,
                                 LkFaultEnding *ending)
{
  char *broken = NULL;

  if (error == NULL && lk_rotation_get_step (work->rotation) != LK_ROTATION_MOVED)
    broken = g_strdup ("P1: told as handed over, but it is not");

  return judge (work, broken, ending);
}

char *
lk_fault_rotate_judge_end (LkFaultWork   *work,
                           const GError  *error,
                           LkFaultEnding *ending)
{
  return judge (work, error == NULL ? compare_end (work, work->old_id) : NULL, ending);
}

char *
lk_fault_rotate_judge_cancel (LkFaultWork   *work,
                              const GError  *error,
                              LkFaultEnding *ending)
{
  return judge (work, error == NULL ? compare_end (work, work->new_id) : NULL, ending);
}
