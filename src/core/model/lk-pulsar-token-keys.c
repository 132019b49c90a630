/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-token-keys.h"

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static const char *
get_id (LkListedToken *self)
{
  return lk_pulsar_token_get_id (LK_PULSAR_TOKEN (self));
}

static const char *
get_title (LkListedToken *self)
{
  return lk_pulsar_token_get_title (LK_PULSAR_TOKEN (self));
}

static gboolean
get_untitled (LkListedToken *self)
{
  return is_empty (lk_pulsar_token_get_note (LK_PULSAR_TOKEN (self)));
}

static const char *
get_role_title (LkListedToken *self)
{
  return NULL;
}

static GDateTime *
get_made (LkListedToken *self)
{
  return lk_pulsar_token_get_issued (LK_PULSAR_TOKEN (self));
}

static GDateTime *
get_expiry (LkListedToken *self)
{
  return lk_pulsar_token_get_expiry (LK_PULSAR_TOKEN (self));
}

static gboolean
get_expiry_known (LkListedToken *self)
{
  return lk_pulsar_token_get_expiry_known (LK_PULSAR_TOKEN (self));
}

static gboolean
get_stored (LkListedToken *self)
{
  return lk_pulsar_token_get_stored (LK_PULSAR_TOKEN (self));
}

/* Title, script name, id, subject, tenant and cluster. */
static char *
make_search_text (LkListedToken *listed)
{
  LkPulsarToken *self = LK_PULSAR_TOKEN (listed);

  return g_strjoin ("\n", lk_pulsar_token_get_title (self), or_empty (lk_pulsar_token_get_script_name (self)),
                    or_empty (lk_pulsar_token_get_id (self)), or_empty (lk_pulsar_token_get_subject (self)),
                    or_empty (lk_pulsar_token_get_tenant_name (self)), or_empty (lk_pulsar_token_get_cluster_name (self)),
                    NULL);
}

/*< private >
 * lk_pulsar_token_listed_init:
 * @iface: the interface
 *
 * Tells what Pulsar tokens are sorted and searched by.
 */
void
lk_pulsar_token_listed_init (LkListedTokenInterface *iface)
{
  iface->get_id = get_id;
  iface->get_title = get_title;
  iface->get_untitled = get_untitled;
  iface->get_role_title = get_role_title;
  iface->get_made = get_made;
  iface->get_expiry = get_expiry;
  iface->get_expiry_known = get_expiry_known;
  iface->get_stored = get_stored;
  iface->make_search_text = make_search_text;
}
