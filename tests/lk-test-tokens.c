/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-tokens.h"

GDateTime *
lk_test_parse_time (const char *text)
{
  return text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
}

LkAppToken *
lk_test_make_app_token (const char *client_id,
                        const char *description,
                        const char *generated_on,
                        const char *expiry)
{
  const char *role_ids[] = { "r1", NULL };
  g_autoptr (GDateTime) made = lk_test_parse_time (generated_on);
  g_autoptr (GDateTime) ends = lk_test_parse_time (expiry);

  return g_object_new (LK_TYPE_APP_TOKEN, "client-id", client_id, "role-ids", role_ids, "description", description,
                       "generated-on", made, "token-expiry", ends, "role-title", "Some Role", NULL);
}
