/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-found-secret.h"
#include "lk-inventory.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

/**
 * LkImportState:
 * @LK_IMPORT_UNKNOWN: no account lists its token
 * @LK_IMPORT_MATCHES: an account lists its token, and it is not stored, or not all of it is
 * @LK_IMPORT_STORED: it is stored already, just as it was found
 * @LK_IMPORT_CONFLICT: another value is stored for the same token; that one stays
 * @LK_IMPORT_UNCHECKED: an account lists its token, and the service could not be asked whether it is the same
 * @LK_IMPORT_DAMAGED: it was cut off or changed, or Astra has another value
 * @LK_IMPORT_BAD_VALUE: it has characters that no secret has, or is too long
 *
 * What became known of a secret that was found.
 */
typedef enum
{
  LK_IMPORT_UNKNOWN,
  LK_IMPORT_MATCHES,
  LK_IMPORT_STORED,
  LK_IMPORT_CONFLICT,
  LK_IMPORT_UNCHECKED,
  LK_IMPORT_DAMAGED,
  LK_IMPORT_BAD_VALUE,
} LkImportState;

#define LK_TYPE_IMPORT_ITEM (lk_import_item_get_type ())

/* One secret that was found, and the token that it belongs to. */
G_DECLARE_FINAL_TYPE (LkImportItem, lk_import_item, LK, IMPORT_ITEM, GObject)

LkImportItem        *lk_import_item_new              (LkFoundSecret *found) G_GNUC_WARN_UNUSED_RESULT; /* transfer full */

const LkFoundSecret *lk_import_item_get_found        (LkImportItem  *self);
LkImportState        lk_import_item_get_state        (LkImportItem  *self);
const char          *lk_import_item_describe         (LkImportItem  *self);
char                *lk_import_item_explain          (LkImportItem  *self) G_GNUC_WARN_UNUSED_RESULT; /* nullable */
const char          *lk_import_item_get_id           (LkImportItem  *self); /* nullable */
const char          *lk_import_item_get_org_id       (LkImportItem  *self); /* nullable */
const char          *lk_import_item_get_tenant       (LkImportItem  *self); /* nullable */
const char          *lk_import_item_get_title        (LkImportItem  *self);
char                *lk_import_item_dup_shown_title  (LkImportItem  *self) G_GNUC_WARN_UNUSED_RESULT;
LkAccount           *lk_import_item_get_account      (LkImportItem  *self); /* nullable */
LkAppToken          *lk_import_item_get_app_token    (LkImportItem  *self); /* nullable */
LkStreaming         *lk_import_item_get_streaming    (LkImportItem  *self); /* nullable */
LkPulsarToken       *lk_import_item_get_pulsar_token (LkImportItem  *self); /* nullable */
const GError        *lk_import_item_get_error        (LkImportItem  *self); /* nullable */

gboolean             lk_import_item_get_choosable    (LkImportItem  *self);
gboolean             lk_import_item_get_chosen       (LkImportItem  *self);
void                 lk_import_item_set_chosen       (LkImportItem  *self,
                                                      gboolean       chosen);

void                 lk_import_item_set_state        (LkImportItem  *self,
                                                      LkImportState  state);
void                 lk_import_item_set_unchecked    (LkImportItem  *self,
                                                      GError        *error); /* transfer full */
void                 lk_import_item_set_failed       (LkImportItem  *self,
                                                      const GError  *error);
void                 lk_import_item_reset            (LkImportItem  *self);
void                 lk_import_item_find_app         (LkImportItem  *self,
                                                      LkInventory   *inventory);
void                 lk_import_item_find_pulsar      (LkImportItem  *self,
                                                      LkStreaming   *streaming);

G_END_DECLS
