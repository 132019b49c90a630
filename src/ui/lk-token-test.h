/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-inventory.h"

G_BEGIN_DECLS

/**
 * LkTokenTestOutcome:
 * @LK_TOKEN_TEST_FAILED: Astra refused the token, or could not be asked; the error says why
 * @LK_TOKEN_TEST_WORKS: Astra accepts the token
 * @LK_TOKEN_TEST_NOT_STORED: its secret is not in the keyring
 *
 * What came of a test.
 */
typedef enum
{
  LK_TOKEN_TEST_FAILED,
  LK_TOKEN_TEST_WORKS,
  LK_TOKEN_TEST_NOT_STORED,
} LkTokenTestOutcome;

void               lk_token_test_async  (LkInventory          *inventory,
                                         LkAppToken           *token,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
LkTokenTestOutcome lk_token_test_finish (LkInventory          *inventory,
                                         GAsyncResult         *result,
                                         GError              **error);

void               lk_token_test        (GtkWidget            *widget,
                                         LkInventory          *inventory,
                                         LkAppToken           *token,
                                         GCancellable         *cancellable);

G_END_DECLS
