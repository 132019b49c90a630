/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_PULSAR_TOKEN (lk_pulsar_token_get_type ())

/* What the service lists of it, construct-only: tenant-name, cluster-name, id (nullable: an old one, which cannot be
 * fetched or deleted), subject (nullable), issuer (nullable), issued (GDateTime, nullable).
 * What is known here, writable: expiry (GDateTime, nullable) and expiry-known (boolean: without it nobody knows whether
 * it ends; with it and without an expiry it never does), stored (boolean), maybe-stored (boolean: the keyring could not
 * be read), script-name (nullable), note (nullable). Read-only, derived: title (the note, else "Token from 4 March
 * 2026", notified with the note), untitled (boolean: no note), state ("active" or "expired", as of the moment it is
 * read; not notified). */
G_DECLARE_FINAL_TYPE (LkPulsarToken, lk_pulsar_token, LK, PULSAR_TOKEN, GObject)

const char *lk_pulsar_token_get_tenant_name  (LkPulsarToken *self);
const char *lk_pulsar_token_get_cluster_name (LkPulsarToken *self);
const char *lk_pulsar_token_get_id           (LkPulsarToken *self);
const char *lk_pulsar_token_get_subject      (LkPulsarToken *self);
const char *lk_pulsar_token_get_issuer       (LkPulsarToken *self);
GDateTime  *lk_pulsar_token_get_issued       (LkPulsarToken *self);
GDateTime  *lk_pulsar_token_get_expiry       (LkPulsarToken *self);
gboolean    lk_pulsar_token_get_expiry_known (LkPulsarToken *self);
gboolean    lk_pulsar_token_get_stored       (LkPulsarToken *self);
gboolean    lk_pulsar_token_get_maybe_stored (LkPulsarToken *self);
const char *lk_pulsar_token_get_script_name  (LkPulsarToken *self);
const char *lk_pulsar_token_get_note         (LkPulsarToken *self);
const char *lk_pulsar_token_get_title        (LkPulsarToken *self);

void        lk_pulsar_token_set_expiry       (LkPulsarToken *self,
                                              GDateTime     *expiry);
gboolean    lk_pulsar_token_is_expired       (LkPulsarToken *self,
                                              GDateTime     *now);
gboolean    lk_pulsar_token_take_listed      (LkPulsarToken *self,
                                              LkPulsarToken *listed);

G_END_DECLS
