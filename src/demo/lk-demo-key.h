/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LkDemoKey LkDemoKey;

LkDemoKey *lk_demo_key_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void       lk_demo_key_free          (LkDemoKey  *self);

char      *lk_demo_key_sign          (LkDemoKey  *self,
                                      const char *claims) G_GNUC_WARN_UNUSED_RESULT;
gboolean   lk_demo_key_is            (LkDemoKey  *self,
                                      const char *claims,
                                      const char *token);
char      *lk_demo_key_to_public_pem (LkDemoKey  *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkDemoKey, lk_demo_key_free)

G_END_DECLS
