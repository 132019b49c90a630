/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tokens-state.h"

#include "lk-astra-error.h"
#include "lk-format.h"
#include "lk-keyring-error.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

static gboolean
is_forbidden (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN)
         || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NO_PERMISSION);
}

static gboolean
is_refused (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
         || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NO_SIGN_IN);
}

/**
 * lk_tokens_state_judge:
 * @error: (nullable): why the last load failed
 * @keyring_error: (nullable): why the keyring could not be asked
 * @has_list: whether rows of an earlier time are there
 *
 * Tells what the banner is about.
 *
 * Returns: the banner
 */
LkTokensBanner
lk_tokens_state_judge (const GError *error,
                       const GError *keyring_error,
                       gboolean      has_list)
{
  if (is_refused (error))
    return LK_TOKENS_BANNER_SIGN_IN;

  if (g_error_matches (keyring_error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED))
    return LK_TOKENS_BANNER_LOCKED;
  if (g_error_matches (keyring_error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE) ||
      g_error_matches (keyring_error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_COLLECTION))
    return LK_TOKENS_BANNER_NO_KEYRING;
  if (keyring_error != NULL)
    return LK_TOKENS_BANNER_SILENT;

  /* That one has a banner of its own, which counts. */
  if (error == NULL || !has_list || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_RATE_LIMITED))
    return LK_TOKENS_BANNER_NONE;
  if (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNREACHABLE) ||
      g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_TIMED_OUT))
    return LK_TOKENS_BANNER_OFFLINE;
  if (is_forbidden (error))
    return LK_TOKENS_BANNER_NOT_PERMITTED;

  return LK_TOKENS_BANNER_FAILED;
}

/**
 * lk_tokens_state_create_title:
 * @banner: what the banner is about
 * @error: (nullable): why the last load failed
 * @keyring_error: (nullable): why the keyring could not be asked
 * @read_at: (nullable): when the rows that are shown were read
 *
 * Writes what the banner says.
 *
 * Returns: (transfer full): the text
 */
char *
lk_tokens_state_create_title (LkTokensBanner  banner,
                              const GError   *error,
                              const GError   *keyring_error,
                              GDateTime      *read_at)
{
  g_autofree char *time = read_at != NULL ? lk_format_time (read_at) : NULL;

  switch (banner)
    {
    case LK_TOKENS_BANNER_SIGN_IN:
      return g_strdup (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
                         ? _("Astra no longer accepts this account’s token")
                         : error->message);
    case LK_TOKENS_BANNER_LOCKED:
    case LK_TOKENS_BANNER_NO_KEYRING:
    case LK_TOKENS_BANNER_SILENT:
      return g_strdup (keyring_error->message);
    case LK_TOKENS_BANNER_OFFLINE:
      if (time == NULL)
        return g_strdup (_("Offline"));
      /* Translators: %s is a time of day like “14:05” */
      return g_strdup_printf (_("Offline — showing tokens from %s"), time);
    case LK_TOKENS_BANNER_NOT_PERMITTED:
      if (time == NULL)
        return g_strdup (_("No permission to list tokens"));
      /* Translators: %s is a time of day like “14:05” */
      return g_strdup_printf (_("No permission to list tokens — showing those from %s"), time);
    case LK_TOKENS_BANNER_FAILED:
      return g_strdup (error->message);
    case LK_TOKENS_BANNER_NONE:
    default:
      return g_strdup ("");
    }
}

/**
 * lk_tokens_state_get_button_label:
 * @banner: what the banner is about
 *
 * Gets the label of the banner's button.
 *
 * Returns: (transfer none): the label
 */
const char *
lk_tokens_state_get_button_label (LkTokensBanner banner)
{
  switch (banner)
    {
    case LK_TOKENS_BANNER_SIGN_IN:
    case LK_TOKENS_BANNER_NOT_PERMITTED:
      return _("Change Sign-In…");
    case LK_TOKENS_BANNER_LOCKED:
      return _("Unlock");
    case LK_TOKENS_BANNER_NO_KEYRING:
      return _("Learn More");
    case LK_TOKENS_BANNER_SILENT:
    case LK_TOKENS_BANNER_OFFLINE:
    case LK_TOKENS_BANNER_FAILED:
    case LK_TOKENS_BANNER_NONE:
    default:
      return _("Try Again");
    }
}

/**
 * lk_tokens_state_needs_sign_in:
 * @error: (nullable): why the last load failed
 *
 * Returns: whether another token to sign in with is the way on
 */
gboolean
lk_tokens_state_needs_sign_in (const GError *error)
{
  return is_refused (error) || is_forbidden (error);
}

/**
 * lk_tokens_state_get_reason:
 * @error: (nullable): why the last load failed
 *
 * Tells why nothing can be created or deleted now.
 *
 * Returns: (transfer none) (nullable): the reason, or %NULL without an error
 */
const char *
lk_tokens_state_get_reason (const GError *error)
{
  if (error == NULL)
    return NULL;
  if (lk_tokens_state_needs_sign_in (error))
    return _("Needs another sign-in");

  return error->domain == LK_KEYRING_ERROR ? _("Needs the keyring") : _("Needs a connection");
}

/**
 * lk_tokens_state_get_page:
 * @error: (nullable): why the last load failed
 * @loading: whether a load is under way
 * @has_list: whether a list was read, now or earlier
 * @n_tokens: how many tokens there are
 * @n_matching: how many of them are shown
 *
 * Tells which page the list's place shows.
 *
 * Returns: (transfer none): the page's name
 */
const char *
lk_tokens_state_get_page (const GError *error,
                          gboolean      loading,
                          gboolean      has_list,
                          guint         n_tokens,
                          guint         n_matching)
{
  if (n_matching > 0)
    return "list";
  if (n_tokens > 0)
    return "no-match";
  if (loading)
    return "loading";
  if (is_forbidden (error))
    return "not-permitted";
  if (error != NULL && error->domain == LK_KEYRING_ERROR)
    return "not-signed-in";
  if (error != NULL)
    return "failed";

  return has_list ? "empty" : "loading";
}
