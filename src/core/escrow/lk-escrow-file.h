/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-answer-buffer.h"
#include "lk-escrow-cipher.h"

G_BEGIN_DECLS

/**
 * LkEscrowFile:
 *
 * The file of one escrow: sealed records, one behind the other, in room that was filled beforehand. It is locked for as
 * long as it is open, and so belongs to one owner at a time, in whatever process. Every call may wait for the disk.
 */
typedef struct
{
  int      fd;
  char    *path;
  guint64  n_records;
  goffset  end;       /* where the next record goes */
} LkEscrowFile;

char         *lk_escrow_file_get_path (const char      *directory,
                                       const char      *intent) G_GNUC_WARN_UNUSED_RESULT;
LkEscrowFile *lk_escrow_file_create   (const char      *path,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
LkEscrowFile *lk_escrow_file_open     (const char      *path,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void          lk_escrow_file_close    (LkEscrowFile    *self);

gboolean      lk_escrow_file_append   (LkEscrowFile    *self,
                                       LkEscrowCipher  *cipher,
                                       guint8           type,
                                       const guint8    *plain,
                                       gsize            size,
                                       GError         **error);
gboolean      lk_escrow_file_flush    (LkEscrowFile    *self,
                                       GError         **error);
gboolean      lk_escrow_file_replay   (LkEscrowFile    *self,
                                       LkEscrowCipher  *cipher,
                                       LkAnswerBuffer  *buffer,
                                       GError         **error);
gboolean      lk_escrow_file_settle   (LkEscrowFile    *self,
                                       GError         **error);
gboolean      lk_escrow_file_remove   (LkEscrowFile    *self,
                                       GError         **error);

#define LK_ESCROW_RECORD_STATUS 1 /* two bytes, the most significant first: the HTTP status */
#define LK_ESCROW_RECORD_DATA 2   /* what arrived of the answer */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkEscrowFile, lk_escrow_file_close)

G_END_DECLS
