/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The model of what can be lost: all that can be with three faults keeps what is promised, and each flaw is found. */

#include "lk-loss-model.h"

static void
test_sound (void)
{
  for (guint max_faults = 0; max_faults <= 3; max_faults++)
    {
      g_autoptr (LkLossModel) model = lk_loss_model_new (max_faults, LK_LOSS_SOUND);

      g_assert_cmpstr (lk_loss_model_get_broken (model), ==, NULL);
      g_assert_cmpuint (lk_loss_model_get_n_broken (model), ==, 0);
      g_assert_cmpuint (lk_loss_model_get_n_states (model), >, 50);
      g_test_message ("%u faults: %u states", max_faults, lk_loss_model_get_n_states (model));
    }
}

static void
test_flaws (void)
{
  for (LkLossFlaw flaw = LK_LOSS_SOUND + 1; flaw < LK_LOSS_N_FLAWS; flaw++)
    {
      g_autoptr (LkLossModel) model = lk_loss_model_new (3, flaw);

      g_test_message ("flaw %d: %u times, first: %s", (int) flaw, lk_loss_model_get_n_broken (model),
                      lk_loss_model_get_broken (model));
      g_assert_nonnull (lk_loss_model_get_broken (model));
    }
}

/* What is seen of a create that went well can be, what breaks a promise cannot. */
static void
test_views (void)
{
  g_autoptr (LkLossModel) model = lk_loss_model_new (1, LK_LOSS_SOUND);
  const LkLossView good = { LK_LOSS_TOLD_CREATED, TRUE, TRUE, TRUE };
  const LkLossView later = { LK_LOSS_TOLD_CREATED, TRUE, TRUE, FALSE };
  const LkLossView refused = { LK_LOSS_TOLD_NOT_CREATED, FALSE, FALSE, FALSE };
  const LkLossView lost = { LK_LOSS_TOLD_CREATED, TRUE, FALSE, TRUE };
  const LkLossView forgotten = { LK_LOSS_TOLD_NOT_CREATED, TRUE, FALSE, FALSE };

  g_assert_true (lk_loss_model_allows (model, &good, &later));
  g_assert_true (lk_loss_model_allows (model, &refused, &refused));
  g_assert_false (lk_loss_model_allows (model, &lost, &lost));
  g_assert_false (lk_loss_model_allows (model, &forgotten, &forgotten));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loss-model/sound", test_sound);
  g_test_add_func ("/loss-model/flaws", test_flaws);
  g_test_add_func ("/loss-model/views", test_views);

  return g_test_run ();
}
