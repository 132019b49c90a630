/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventory.h"
#include "lk-issue.h"
#include "lk-test-notifications.h"
#include "lk-test-session-manager.h"
#include "lk-test.h"

G_BEGIN_DECLS

#define LK_TOUR_N_TOKENS 14
#define LK_TOUR_DESCRIPTION "ci-deploy-tour"
#define LK_TOUR_NARROW_WIDTH 360

void         lk_tour_step            (const char *format,
                                      ...) G_GNUC_PRINTF (1, 2);
/* Fails where the main loop waited for longer than it may (see LkTestTurn) since the last step, which calls it. */
void         lk_tour_check_waits     (void);
void         lk_tour_end             (void);

GtkWidget   *lk_tour_find            (GtkWidget  *widget,
                                      const char *id);
GtkWidget   *lk_tour_find_type       (GtkWidget  *widget,
                                      GType       type);
GtkWidget   *lk_tour_find_window     (GType       type);

void         lk_tour_wait_for_frames (GtkWidget  *window,
                                      guint       n);
void         lk_tour_picture         (GtkWidget  *window,
                                      const char *name);
void         lk_tour_both_pictures   (GtkWidget  *window,
                                      const char *name);
void         lk_tour_resize          (GtkWidget  *window,
                                      int         width,
                                      int         height);

char        *lk_tour_describe        (GtkWidget  *widget) G_GNUC_WARN_UNUSED_RESULT;
void         lk_tour_check_names     (GtkWidget  *widget,
                                      const char *where);
void         lk_tour_check_controls  (GtkWidget  *widget,
                                      const char *where);

void         lk_tour_activate        (GtkWidget  *widget,
                                      const char *action);
void         lk_tour_set_text        (GtkWidget  *window,
                                      const char *id,
                                      const char *text);
void         lk_tour_open_menu       (GtkWidget  *window,
                                      GtkWidget  *menu_button);
void         lk_tour_show_sidebar    (GtkWidget  *window,
                                      const char *name);

/* The first one of the first account, whose rows are its tokens, its tenants, and each of these; its page, when it is read. */
GtkWidget   *lk_tour_show_tenant     (GtkWidget  *window);

LkInventory *lk_tour_get_inventory   (GtkWidget  *window);
guint        lk_tour_count_tokens    (GtkWidget  *window);
GtkWidget   *lk_tour_find_row        (GtkWidget  *widget,
                                      LkAppToken *token);
void         lk_tour_show_token      (GtkWidget  *window,
                                      guint       n);
GtkWidget   *lk_tour_sign_in         (GtkWidget  *window,
                                      LkTestDemo *demo);
LkIssue     *lk_tour_issue           (GtkWidget  *window,
                                      const char *description) G_GNUC_WARN_UNUSED_RESULT;

gboolean     lk_tour_has_text        (GtkWidget  *widget,
                                      const char *text);

/* How much of the processor the main thread ever used in one turn of its loop. Unlike the time that passed, it does not
 * count how long others were let in on a busy machine; and it does not see a call that waits, which each step of a walk
 * looks for. */
typedef struct
{
  gint64 begun_us;
  gint64 longest_us;
  guint  source_id;
} LkTourTurns;

void         lk_tour_turns_start     (LkTourTurns    *self);
int          lk_tour_turns_stop      (LkTourTurns    *self);
int          lk_tour_measure_turn    (GtkWidget      *window,
                                      const char     *search);
void         lk_tour_check_turn      (int             longest_ms,
                                      int             reference_ms);

/* Makes two accounts, the first with a stored token, and a keyring whose prompts can be answered; before there is a window. */
LkTestDemo  *lk_tour_prepare_keyring (gboolean unlocked) G_GNUC_WARN_UNUSED_RESULT;

void         lk_tour_answer          (const char *response);
GtkWidget   *lk_tour_find_button     (GtkWidget  *widget,
                                      const char *label);

/* The walks beside the main job, each on a window that was just opened. */
void         lk_tour_walk_without_keyring (GtkWidget *window);
void         lk_tour_walk_streaming       (GtkWidget *window);
void         lk_tour_walk_expiry          (GtkWidget           *window,
                                           LkTestNotifications *notifications);
GtkWidget   *lk_tour_walk_desktop         (GtkWidget           *window,
                                           LkTestNotifications *notifications); /* the window that there is then */
void         lk_tour_walk_guide           (GtkWidget *window);
void         lk_tour_walk_hand_out        (GtkWidget *window);
void         lk_tour_walk_import          (GtkWidget *window);
void         lk_tour_walk_states          (GtkWidget *window);
void         lk_tour_walk_accounts        (GtkWidget *window);
void         lk_tour_walk_details          (GtkWidget *window);
void         lk_tour_walk_rotate           (GtkWidget *window);
void         lk_tour_walk_deletion         (GtkWidget *window);
void         lk_tour_walk_help            (GtkWidget *window);
void         lk_tour_walk_checklist       (GtkWidget *window);
void         lk_tour_walk_keyboard        (GtkWidget *window);
void         lk_tour_walk_list            (GtkWidget *window);
void         lk_tour_walk_menus           (GtkWidget *window);
void         lk_tour_walk_select          (GtkWidget *window);
void         lk_tour_walk_like            (GtkWidget *window);
void         lk_tour_walk_unfinished      (GtkWidget *window);
void         lk_tour_walk_guard           (GtkWidget            *window,
                                           LkTestSessionManager *session);
void         lk_tour_walk_many            (GtkWidget *window);
void         lk_tour_use_streaming        (GtkWidget  *window,
                                           LkTestDemo *demo);
void         lk_tour_use_guide            (GtkWidget  *window);
void         lk_tour_use_rotation         (GtkWidget  *window);
void         lk_tour_walk_many_tenants    (GtkWidget *window);
void         lk_tour_walk_demo            (GtkWidget *window);
void         lk_tour_walk_save            (GtkWidget *window);
void         lk_tour_walk_pages           (GtkWidget *window);
void         lk_tour_walk_locked          (GtkWidget  *window,
                                           LkTestDemo *demo);
void         lk_tour_walk_silent          (GtkWidget  *window,
                                           LkTestDemo *demo);
void         lk_tour_walk_unstored        (GtkWidget  *window,
                                           LkTestDemo *demo);
void         lk_tour_walk_shots           (GtkWidget *window,
                                           gboolean   is_narrow,
                                           gboolean   has_large_text,
                                           gboolean   is_lenient);

G_END_DECLS
