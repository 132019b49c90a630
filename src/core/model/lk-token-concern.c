/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-concern.h"

#include "lk-token-facts.h"

#include <glib/gi18n-lib.h>

/* As the service spells it. */
#define ADMINISTRATOR "Organization Administrator"

static const struct
{
  const char *word;
  const char *title;
} concerns[LK_TOKEN_N_CONCERNS] = {
  [LK_TOKEN_CONCERN_NONE] = { "", "" },
  [LK_TOKEN_CONCERN_OLD] = { "old", N_ ("No Expiry and Older Than a Year") },
  [LK_TOKEN_CONCERN_UNDESCRIBED] = { "undescribed", N_ ("No Description") },
  [LK_TOKEN_CONCERN_ADMINISTRATOR] = { "administrator", N_ ("Organization-Wide Administrator Role") },
  [LK_TOKEN_CONCERN_UNSTORED] = { "unstored", N_ ("Stored Nowhere") },
};

/**
 * lk_token_concern_from_string:
 * @text: (nullable): the word for a concern
 *
 * Returns: the concern; none for a word that is not known
 */
LkTokenConcern
lk_token_concern_from_string (const char *text)
{
  for (guint i = 0; i < LK_TOKEN_N_CONCERNS; i++)
    if (g_strcmp0 (text, concerns[i].word) == 0)
      return (LkTokenConcern) i;

  return LK_TOKEN_CONCERN_NONE;
}

/**
 * lk_token_concern_to_string:
 * @concern: a concern
 *
 * Returns: (transfer none): the word for it
 */
const char *
lk_token_concern_to_string (LkTokenConcern concern)
{
  return concerns[concern].word;
}

/**
 * lk_token_concern_get_title:
 * @concern: a concern
 *
 * Returns: (transfer none): what it is called, for people
 */
const char *
lk_token_concern_get_title (LkTokenConcern concern)
{
  return concern != LK_TOKEN_CONCERN_NONE ? g_dgettext (GETTEXT_PACKAGE, concerns[concern].title) : "";
}

static gboolean
is_administrator (LkListedToken *listed)
{
  LkAppToken *token = LK_APP_TOKEN (listed);
  const char *const *names = lk_app_token_get_role_names (token);
  const char *const *ids = lk_app_token_get_role_ids (token);

  /* Some tokens name their roles instead of giving ids. */
  return (names != NULL && g_strv_contains (names, ADMINISTRATOR)) || (ids != NULL && g_strv_contains (ids, ADMINISTRATOR));
}

static gboolean
is_unstored (LkListedToken *listed)
{
  LkAppToken *token = LK_APP_TOKEN (listed);

  /* The keyring has the one that signs in as the account's. */
  return !lk_app_token_get_stored (token) && !lk_app_token_get_maybe_stored (token) && !lk_app_token_get_signs_in (token);
}

/**
 * lk_token_concern_is_about:
 * @concern: a concern
 * @token: a token
 * @now: the moment to compare with
 *
 * Returns: whether @token should be looked at for it; nothing should for none
 */
gboolean
lk_token_concern_is_about (LkTokenConcern  concern,
                           LkListedToken  *token,
                           GDateTime      *now)
{
  LkTokenLife life = lk_token_facts_get_life (token, now);

  if (life == LK_TOKEN_LIFE_EXPIRED)
    return FALSE;

  switch (concern)
    {
    case LK_TOKEN_CONCERN_OLD:
      return life == LK_TOKEN_LIFE_NO_EXPIRY && lk_token_facts_get_age_days (token, now) > LK_TOKEN_OLD_DAYS;

    case LK_TOKEN_CONCERN_UNDESCRIBED:
      return LK_LISTED_TOKEN_GET_IFACE (token)->get_untitled (token);

    case LK_TOKEN_CONCERN_ADMINISTRATOR:
      return LK_IS_APP_TOKEN (token) && is_administrator (token);

    case LK_TOKEN_CONCERN_UNSTORED:
      return LK_IS_APP_TOKEN (token) && is_unstored (token);

    case LK_TOKEN_CONCERN_NONE:
    case LK_TOKEN_N_CONCERNS:
    default:
      return FALSE;
    }
}
