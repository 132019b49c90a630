/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What another program has in the keyring of this program's bus, and shall have as long as nobody takes it away. */
void  lk_fault_others_store (void);
/* What does not hold of it (transfer full, nullable). */
char *lk_fault_others_check (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
