/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-transport.h"

G_BEGIN_DECLS

/* From the bytes of an answer to what it stands for; NULL with an error if they make no sense. */
typedef gpointer (* LkAstraDecodeFunc)    (GBytes   *body,
                                           GError  **error);
typedef gpointer (* LkAstraDecodeForFunc) (GBytes   *body,
                                           GObject  *context,
                                           GError  **error);

/**
 * LkAstraDecoder:
 * @decode: (nullable): how an answer is read; called in any thread
 * @decode_for: (nullable): the same where @decode is not there, with what the answer is about
 * @destroy: frees what either returned
 */
typedef struct
{
  LkAstraDecodeFunc    decode;
  LkAstraDecodeForFunc decode_for;
  GDestroyNotify       destroy;
} LkAstraDecoder;

void lk_astra_read (LkTransport              *transport,
                    const LkTransportRequest *request,
                    const LkAstraDecoder     *decoder,
                    GObject                  *context,
                    GTask                    *owned_task);

G_END_DECLS
