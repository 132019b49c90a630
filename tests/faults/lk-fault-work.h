/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-fault-world.h"
#include "lk-rotations.h"

G_BEGIN_DECLS

#define LK_FAULT_NAME "fault-name" /* by which scripts find what is rotated */

/* What one point works with. */
typedef struct
{
  LkFaultWorld *world;
  GHashTable   *before;      /* ids that the service had before the point made anything */
  LkRotations  *rotations;
  LkRotation   *rotation;    /* NULL: not begun */
  SecretValue  *token;       /* what the account shall sign in with */
  SecretValue  *first_token; /* what the account signed in with, where that changes */
  char         *old_id;
  char         *new_id;      /* NULL: not known */
  GFunc         moment;      /* called whenever something of it tells of a change; NULL: nobody asks */
  gpointer      moment_data;
  char         *watched;     /* what a look-up by name gave wrongly at some moment; of another thread */
  int           n_watched;   /* atomic: look-ups */
} LkFaultWork;

/* Something that Latchkey does: what has to be there before, what it is, and whether what is promised holds after it; the
 * last cleans up. */
typedef struct
{
  const char *name;
  gboolean    is_thorough; /* whether what it reads of the keyring goes wrong in each way */
  gboolean    is_watched;  /* whether a script finds a token by name all the while */
  void        (*prepare) (LkFaultWork    *work);
  gboolean    (*run)     (LkFaultWork    *work,
                          GCancellable   *cancellable,
                          GError        **error);
  char       *(*judge)   (LkFaultWork    *work,
                          const GError   *error,
                          LkFaultEnding  *ending);
} LkFaultOperation;

/* NULL after the last one. */
const LkFaultOperation *lk_fault_operation_get (guint i);

LkFaultWork *lk_fault_work_new        (LkFaultWorld *world);
void         lk_fault_work_free       (LkFaultWork  *self);
/* Another keyring, which waits that long; 0: as long as ever. */
void         lk_fault_work_renew      (LkFaultWork  *self,
                                       guint         limit_ms);
/* As after a new start. */
void         lk_fault_work_start_anew (LkFaultWork  *self);
/* After what was prepared. What is asked of the keyring next begins with a session, and is waited for that long. */
void         lk_fault_work_begin      (LkFaultWork  *self,
                                       guint         limit_ms);
LkRotation  *lk_fault_work_read       (LkFaultWork  *self); /* the rotation of the old token; NULL: there is none */
void         lk_fault_work_resume     (LkFaultWork  *self);
void         lk_fault_work_delete     (LkFaultWork  *self,
                                       const char   *client_id);
char        *lk_fault_work_create     (LkFaultWork  *self,
                                       const char   *role,
                                       const char   *name) G_GNUC_WARN_UNUSED_RESULT;
SecretValue *lk_fault_work_look_up    (LkFaultWork  *self,
                                       const char   *client_id,
                                       const char   *kind) G_GNUC_WARN_UNUSED_RESULT;
/* Each change that @object tells of during the work is a moment. */
void         lk_fault_work_listen     (LkFaultWork  *self,
                                       gpointer      object);
guint        lk_fault_work_count_kept (LkFaultWork  *self,
                                       const char   *client_id);
/* What does not hold of what a script finds by name at this moment (transfer full, nullable). May be called in any thread. */
char        *lk_fault_work_find_name  (LkFaultWork     *self,
                                       GDBusConnection *keyring) G_GNUC_WARN_UNUSED_RESULT;

/* Operations of lk-fault-work-rotate.c. */
void      lk_fault_rotate_prepare          (LkFaultWork    *work);
void      lk_fault_rotate_prepare_begun    (LkFaultWork    *work);
void      lk_fault_rotate_prepare_moved    (LkFaultWork    *work);
void      lk_fault_rotate_prepare_sign_in  (LkFaultWork    *work);
void      lk_fault_rotate_prepare_signed_in (LkFaultWork   *work);
gboolean  lk_fault_rotate_begin            (LkFaultWork    *work,
                                            GCancellable   *cancellable,
                                            GError        **error);
gboolean  lk_fault_rotate_hand_over        (LkFaultWork    *work,
                                            GCancellable   *cancellable,
                                            GError        **error);
gboolean  lk_fault_rotate_end              (LkFaultWork    *work,
                                            GCancellable   *cancellable,
                                            GError        **error);
gboolean  lk_fault_rotate_cancel           (LkFaultWork    *work,
                                            GCancellable   *cancellable,
                                            GError        **error);
char     *lk_fault_rotate_judge_begin      (LkFaultWork    *work,
                                            const GError   *error,
                                            LkFaultEnding  *ending);
char     *lk_fault_rotate_judge_hand_over  (LkFaultWork    *work,
                                            const GError   *error,
                                            LkFaultEnding  *ending);
char     *lk_fault_rotate_judge_end        (LkFaultWork    *work,
                                            const GError   *error,
                                            LkFaultEnding  *ending);
char     *lk_fault_rotate_judge_cancel     (LkFaultWork    *work,
                                            const GError   *error,
                                            LkFaultEnding  *ending);

G_END_DECLS
