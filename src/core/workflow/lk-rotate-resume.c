/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotate.h"

/* Holds the rotations until they are read again. */
static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (LkRotations) rotations = user_data;
  g_autoptr (GError) error = NULL;

  if (lk_rotate_end_finish (result, &error))
    lk_rotations_read_async (rotations, NULL, NULL, NULL);
  else
    g_debug ("A rotation could not be ended: %s", error->message);
}

static void
handed_over_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!lk_rotate_hand_over_finish (result, &error))
    g_debug ("A rotation could not be gone on with: %s", error->message);
}

static void
resume (LkRotations *rotations,
        LkRotation  *rotation,
        LkInventory *inventory,
        LkStreaming *streaming)
{
  switch (lk_rotation_get_step (rotation))
    {
    case LK_ROTATION_CREATED:
      lk_rotate_hand_over_async (rotation, inventory, streaming, NULL, handed_over_cb, NULL);
      break;

    case LK_ROTATION_RETIRING:
      lk_rotate_end_async (rotation, FALSE, inventory, streaming, NULL, ended_cb, g_object_ref (rotations));
      break;

    case LK_ROTATION_CANCELLING:
      lk_rotate_end_async (rotation, TRUE, inventory, streaming, NULL, ended_cb, g_object_ref (rotations));
      break;

    case LK_ROTATION_MOVED:
    default:
      break;
    }
}

/**
 * lk_rotate_resume:
 * @rotations: the rotations of all accounts, as they were read
 * @inventory: (nullable): application tokens that were just read
 * @streaming: (nullable): Pulsar tokens that were just read
 *
 * Takes up what was left over. Nobody waits for it.
 */
void
lk_rotate_resume (LkRotations *rotations,
                  LkInventory *inventory,
                  LkStreaming *streaming)
{
  GListModel *model = G_LIST_MODEL (rotations);
  LkAccount *account = inventory != NULL ? lk_inventory_get_account (inventory) : lk_streaming_get_account (streaming);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkRotation) rotation = g_list_model_get_item (model, i);

      if (g_strcmp0 (lk_rotation_get_account_id (rotation), lk_account_get_id (account)) == 0
          && lk_rotation_is_pulsar (rotation) == (streaming != NULL) && !lk_rotate_is_busy (rotation))
        resume (rotations, rotation, inventory, streaming);
    }
}
