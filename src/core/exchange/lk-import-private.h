/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-import.h"
#include "lk-secret-text.h"

G_BEGIN_DECLS

/**
 * LkImportSpan:
 * @start: (nullable): where it begins; %NULL if it is not there
 * @length: in bytes
 *
 * A piece of the content, or of what was decoded of it. Nothing is copied, so nothing needs to be overwritten.
 */
typedef struct
{
  const char *start;
  gsize       length;
} LkImportSpan;

/**
 * LkImportKey:
 * @LK_IMPORT_KEY_NONE: none that matters
 * @LK_IMPORT_KEY_CLIENT_ID: the client id
 * @LK_IMPORT_KEY_CLIENT_SECRET: the client secret
 * @LK_IMPORT_KEY_TOKEN: an application token or a Pulsar token
 * @LK_IMPORT_KEY_LABEL: what people call it
 * @LK_IMPORT_KEY_ENVIRONMENT: which service it is for
 *
 * What a member of an object, a column of a table or a variable says.
 */
typedef enum
{
  LK_IMPORT_KEY_NONE,
  LK_IMPORT_KEY_CLIENT_ID,
  LK_IMPORT_KEY_CLIENT_SECRET,
  LK_IMPORT_KEY_TOKEN,
  LK_IMPORT_KEY_LABEL,
  LK_IMPORT_KEY_ENVIRONMENT,
  LK_IMPORT_N_KEYS
} LkImportKey;

/**
 * LkImportRecord:
 * @values: what belongs together, by #LkImportKey
 *
 * An object, a row or a section.
 */
typedef struct
{
  LkImportSpan values[LK_IMPORT_N_KEYS];
} LkImportRecord;

/**
 * LkImport:
 * @found: (element-type LkFoundSecret): what was found up to now
 * @scratch: what was decoded; it has room for as much as there is to read, so that spans into it stay
 *
 * A file while it is read.
 */
typedef struct
{
  GPtrArray    *found;
  LkSecretText *scratch;
} LkImport;

LkImportSpan lk_import_trim          (LkImportSpan           span);
LkImportKey  lk_import_get_key       (LkImportSpan           name);
LkImportSpan lk_import_decode_end    (LkImport              *self,
                                      gsize                  start);
gboolean     lk_import_add           (LkImport              *self,
                                      const LkImportRecord  *record,
                                      GError               **error);

gboolean     lk_import_is_json       (LkImportSpan           text);
gboolean     lk_import_read_json     (LkImport              *self,
                                      LkImportSpan           text,
                                      GError               **error);
gboolean     lk_import_is_csv        (LkImportSpan           text);
gboolean     lk_import_read_csv      (LkImport              *self,
                                      LkImportSpan           text,
                                      GError               **error);
gboolean     lk_import_read_lines    (LkImport              *self,
                                      LkImportSpan           text,
                                      GError               **error);

G_END_DECLS
