/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventory.h"
#include "lk-issue.h"
#include "lk-test-state.h"

G_BEGIN_DECLS

/* An office that is signed in to a demo service, with a keyring, and a database in a folder of its own. */
typedef struct
{
  char        *folder;
  LkTestDemo  *demo;
  LkKeyring   *keyring;
  LkState     *state;
  LkOffice    *office;
  LkAccount   *account;
  LkInventory *inventory;
} LkTestOffice;

void        lk_test_office_set_up        (LkTestOffice   *self,
                                          gconstpointer   user_data);
void        lk_test_office_tear_down     (LkTestOffice   *self,
                                          gconstpointer   user_data);
/* As another process does that finds the account of a set-up one in the state of that; it has no demo service of its own. */
void        lk_test_office_open          (LkTestOffice   *self,
                                          const char     *folder);
LkAccount  *lk_test_office_add_account   (LkTestOffice   *self,
                                          SecretValue    *token,
                                          GError        **error);
gboolean    lk_test_load                 (LkInventory    *inventory,
                                          GError        **error);
LkIssue    *lk_test_office_make_issue    (LkTestOffice   *self,
                                          const char     *role,
                                          const char     *script_name);
const char *lk_test_office_some_role     (LkTestOffice   *self);
gboolean    lk_test_run_issue            (LkIssue        *issue,
                                          GError        **error);
/* Stored, with a script name. (transfer full) */
LkAppToken *lk_test_office_create        (LkTestOffice   *self,
                                          const char     *script_name);
gboolean    lk_test_office_is_stored     (const char     *client_id);
/* How often something was written down as done with a token. */
guint       lk_test_office_count_done    (LkTestOffice   *self,
                                          const char     *client_id,
                                          const char     *operation);
/* @anyway: also forgetting rotations and deletions. (transfer full) (nullable) */
LkRemovedAccount *lk_test_office_remove_account (LkTestOffice *self,
                                          gboolean        anyway,
                                          GError        **error);
gboolean    lk_test_office_delete        (LkTestOffice   *self,
                                          LkAppToken     *token,
                                          GError        **error);
GPtrArray  *lk_test_office_list_intents  (LkTestOffice   *self);
guint       lk_test_office_count_pending (LkTestOffice   *self);

#define LK_TEST_OFFICE_ADD(path, function) \
  g_test_add (path, LkTestOffice, NULL, lk_test_office_set_up, function, lk_test_office_tear_down)

G_END_DECLS
