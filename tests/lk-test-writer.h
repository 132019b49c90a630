/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-exchange-error.h"

G_BEGIN_DECLS

#define LK_TEST_WRITER_OLD "what was there before\n"
#define LK_TEST_WRITER_NEW "what is there now, and is longer than it was\n"

/* A folder for one file. */
typedef struct
{
  char   *folder;
  char   *path;    /* of the file that is written */
  GBytes *content; /* LK_TEST_WRITER_NEW */
} LkTestWriter;

void  lk_test_writer_set_up        (LkTestWriter    *self,
                                    gconstpointer    user_data);
void  lk_test_writer_tear_down     (LkTestWriter    *self,
                                    gconstpointer    user_data);
guint lk_test_writer_count_files   (LkTestWriter    *self);
void  lk_test_writer_put           (const char      *path,
                                    const char      *text,
                                    int              mode);
void  lk_test_writer_check_holds   (const char      *path,
                                    const char      *text);
void  lk_test_writer_check_private (const char      *path);
/* Writes, and checks what there is then. */
void  lk_test_writer_check_written (LkTestWriter    *self);
/* It fails with a sentence that names the file and nothing of its content. */
void  lk_test_writer_check_refused (LkTestWriter    *self,
                                    LkExchangeError  code,
                                    const char      *part);

G_END_DECLS
