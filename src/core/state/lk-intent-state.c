/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-intent.h"

/* The names of the states, as they are on the disk. */
static const char *const state_names[] = { "planned", "sending", "unknown", "orphan", "answered", "stored" };

/**
 * lk_intent_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its name, as the journal and the command line write it
 */
const char *
lk_intent_state_to_string (LkIntentState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

/**
 * lk_intent_state_from_string:
 * @text: a name
 * @state: (out): the state
 *
 * Returns: whether there is a state of that name
 */
gboolean
lk_intent_state_from_string (const char    *text,
                             LkIntentState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (text, state_names[i]) == 0)
      {
        *state = (LkIntentState) i;
        return TRUE;
      }

  return FALSE;
}
