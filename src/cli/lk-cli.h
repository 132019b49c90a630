/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-cli-output.h"
#include "lk-issue.h"
#include "lk-rotations.h"

G_BEGIN_DECLS

#define LK_CLI_DONE 0
#define LK_CLI_NOT_FOUND 1
#define LK_CLI_USAGE 2
#define LK_CLI_REFUSED 6
#define LK_CLI_UNFINISHED 7
#define LK_CLI_LOCAL 8
#define LK_CLI_INTERRUPTED 130 /* as a shell says it of SIGINT */

/**
 * LkCli:
 *
 * What the subcommands share: the office with its accounts, all %NULL before lk_cli_open(), and waiting for it.
 */
typedef struct
{
  LkKeyring   *keyring;
  LkState     *state;
  LkOffice    *office;
  LkRotations *rotations;
  int          claim; /* a file that is locked while a name is given; 0: none */
} LkCli;

gboolean      lk_cli_open             (LkCli              *self,
                                       int                *exit_code);
gboolean      lk_cli_try_open         (LkCli              *self,
                                       GError            **error);
void          lk_cli_close            (LkCli              *self);

void          lk_cli_store_result_cb  (GObject            *source,
                                       GAsyncResult       *result,
                                       gpointer            user_data);
GAsyncResult *lk_cli_wait             (GAsyncResult      **slot);
GCancellable *lk_cli_catch_signals    (void) G_GNUC_WARN_UNUSED_RESULT;

int           lk_cli_exit_code        (const GError       *error);
int           lk_cli_report           (const GError       *error);
int           lk_cli_usage            (const char         *format,
                                       ...) G_GNUC_PRINTF (1, 2);
gboolean      lk_cli_parse            (const char         *command,
                                       const char         *summary,
                                       const char         *parameters,
                                       const GOptionEntry *entries,
                                       int                *argc,
                                       char             ***argv,
                                       int                *exit_code);

gboolean      lk_cli_claim_names      (LkCli              *self,
                                       int                *exit_code);

GPtrArray    *lk_cli_choose_accounts  (LkCli              *self,
                                       const char         *name,
                                       int                *exit_code) G_GNUC_WARN_UNUSED_RESULT;
LkInventory  *lk_cli_load             (LkCli              *self,
                                       LkAccount          *account,
                                       GError            **error) G_GNUC_WARN_UNUSED_RESULT;
LkInventory  *lk_cli_restore          (LkCli              *self,
                                       LkAccount          *account,
                                       GError            **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *lk_cli_load_roles       (LkCli              *self,
                                       LkAccount          *account,
                                       GError            **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean      lk_cli_run_issue        (LkCli              *self,
                                       LkIssue            *issue,
                                       GCancellable       *cancellable,
                                       GError            **error);

int           lk_cli_account          (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_list             (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_roles            (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_create           (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_delete           (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_doctor           (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_export           (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_forget           (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_name             (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_import           (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_pending          (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_rotate           (LkCli              *self,
                                       int                 argc,
                                       char              **argv);
int           lk_cli_resume           (LkCli              *self,
                                       int                 argc,
                                       char              **argv);

G_END_DECLS
