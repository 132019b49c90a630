/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkTokensBanner:
 * @LK_TOKENS_BANNER_NONE: nothing is amiss
 * @LK_TOKENS_BANNER_SIGN_IN: Astra refuses the account's token
 * @LK_TOKENS_BANNER_LOCKED: the keyring is locked
 * @LK_TOKENS_BANNER_NO_KEYRING: there is no keyring
 * @LK_TOKENS_BANNER_SILENT: the keyring does not answer, or answers with an error
 * @LK_TOKENS_BANNER_OFFLINE: no connection, while older rows are shown
 * @LK_TOKENS_BANNER_NOT_PERMITTED: the account's token may no longer list tokens, while older rows are shown
 * @LK_TOKENS_BANNER_FAILED: the list could not be read again, while older rows are shown
 *
 * What the banner above the list of tokens is about; the first that fits.
 */
typedef enum
{
  LK_TOKENS_BANNER_NONE,
  LK_TOKENS_BANNER_SIGN_IN,
  LK_TOKENS_BANNER_LOCKED,
  LK_TOKENS_BANNER_NO_KEYRING,
  LK_TOKENS_BANNER_SILENT,
  LK_TOKENS_BANNER_OFFLINE,
  LK_TOKENS_BANNER_NOT_PERMITTED,
  LK_TOKENS_BANNER_FAILED,
} LkTokensBanner;

LkTokensBanner  lk_tokens_state_judge            (const GError   *error,
                                                  const GError   *keyring_error,
                                                  gboolean        has_list);
char           *lk_tokens_state_create_title     (LkTokensBanner  banner,
                                                  const GError   *error,
                                                  const GError   *keyring_error,
                                                  GDateTime      *read_at) G_GNUC_WARN_UNUSED_RESULT;
const char     *lk_tokens_state_get_button_label (LkTokensBanner  banner);
gboolean        lk_tokens_state_needs_sign_in    (const GError   *error);
const char     *lk_tokens_state_get_reason       (const GError   *error);
const char     *lk_tokens_state_get_page         (const GError   *error,
                                                  gboolean        loading,
                                                  gboolean        has_list,
                                                  guint           n_tokens,
                                                  guint           n_matching);

G_END_DECLS
