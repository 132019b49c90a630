/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A keyring that is silent, locked, gone, or was started anew. What stops, ends or locks the service runs once more, in a
 * session of its own. */

#include "lk-test-keyring.h"
#include "lk-test-secrets.h"
#include "lk-test.h"

#include <signal.h>
#include <string.h>

#define KEEPASSXC "keepassxc"
#define STORE "printf secret | secret-tool store --label=x application " LK_TEST_APPLICATION " client-id one"
#define ACCESS_WINDOW "Access Request"
#define DELETE_WINDOW "^Delete entr"
#define UNLOCK_WINDOW "^Unlock Database"
#ifdef __SANITIZE_ADDRESS__
#define SLOWER 10
#else
#define SLOWER 1
#endif
#define SHORT_MS (300 * SLOWER)
#define PROMPT_LIMIT_MS (1000 * SLOWER)
#define PROMPT_MS (1500 * SLOWER) /* until a prompt is answered */

/* No call does anything but fail with @code, and within its time limit and a bit. */
static void
assert_all_fail (LkKeyring      *keyring,
                 LkKeyringError  code)
{
  const guint n_calls = 9;
  gint64 start = g_get_monotonic_time ();
  guint timeout_ms;

  g_object_get (keyring, "timeout-ms", &timeout_ms, NULL);
  for (guint i = 0; i < n_calls; i++)
    {
      g_autoptr (GError) error = NULL;

      switch (i)
        {
        case 0:
          g_assert_false (lk_test_secrets_check (keyring, &error));
          break;

        case 1:
          g_assert_null (lk_test_secrets_look_up (keyring, "one", &error));
          break;

        case 2:
          g_assert_null (lk_test_secrets_list (keyring, NULL, &error));
          break;

        case 3:
          g_assert_false (lk_test_secrets_store_bytes (keyring, "new", NULL, "secret", -1, &error));
          break;

        case 4:
          g_assert_false (lk_test_secrets_reserve (keyring, "intent-1", &error));
          break;

        case 5:
          g_assert_false (lk_test_secrets_release (keyring, "intent-1", &error));
          break;

        case 6:
          g_assert_false (lk_test_secrets_set_name (keyring, "nobody", "name", &error));
          break;

        case 7:
          g_assert_false (lk_test_secrets_set_label (keyring, "nobody", "label", &error));
          break;

        default:
          g_assert_false (lk_test_secrets_remove (keyring, "client-id", "nobody", &error));
        }
      g_assert_error (error, LK_KEYRING_ERROR, (int) code);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, n_calls * (gint64) (timeout_ms + 200) * 1000);
}

static void
child_silent (void)
{
  g_autoptr (LkKeyring) keyring = lk_test_secrets_new ("default", SHORT_MS);
  g_autoptr (LkKeyring) unopened = lk_test_secrets_new ("default", SHORT_MS);
  g_autoptr (LkKeyring) patient = lk_test_secrets_new ("default", 5000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) slow = NULL;
  g_autoptr (GError) error = NULL;
  pid_t pid = lk_test_keyring_get_pid ();

  lk_test_secrets_store (keyring, "one", NULL, "secret");
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  assert_all_fail (keyring, LK_KEYRING_ERROR_SILENT);
  assert_all_fail (unopened, LK_KEYRING_ERROR_SILENT);
  g_assert_false (lk_test_secrets_unlock (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_SILENT);
  g_clear_error (&error);

  lk_keyring_check_async (keyring, cancellable, lk_test_store_result_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_false (lk_keyring_check_finish (keyring, lk_test_wait_for_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* One that is still under way when the service wakes is answered; the late answers to all others are dropped. */
  lk_keyring_check_async (patient, NULL, lk_test_store_result_cb, &slow);
  g_assert_false (lk_test_secrets_check (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_SILENT);
  g_clear_error (&error);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  g_assert_true (lk_keyring_check_finish (patient, lk_test_wait_for_result (&slow), &error));
  g_assert_no_error (error);
  lk_test_secrets_assert_look_up (keyring, "one", "secret");
  lk_test_secrets_assert_look_up (unopened, "one", "secret");
  lk_test_secrets_store (keyring, "two", NULL, "works");
}

/* A limit that passes while this program is busy with something else says nothing of the keyring. */
static void
child_busy (void)
{
  g_autoptr (LkKeyring) keyring = lk_test_secrets_new ("default", SHORT_MS);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_keyring_check_async (keyring, NULL, lk_test_store_result_cb, &result);
  g_usleep ((SHORT_MS + 700) * 1000);
  g_assert_true (lk_keyring_check_finish (keyring, lk_test_wait_for_result (&result), &error));
  g_assert_no_error (error);
}

static void
child_restart (void)
{
  g_autoptr (LkKeyring) looks_up = lk_test_secrets_new ("default", 5000);
  g_autoptr (LkKeyring) stores = lk_test_secrets_new ("default", 5000);
  g_autoptr (LkKeyring) lists = lk_test_secrets_new ("default", 5000);
  g_autoptr (LkKeyring) removes = lk_test_secrets_new ("default", 5000);
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_secrets_store (looks_up, "one", NULL, "secret");
  lk_test_secrets_store (stores, "two", NULL, "secret");
  g_assert_true (lk_test_secrets_check (lists, &error));
  g_assert_true (lk_test_secrets_check (removes, &error));
  lk_test_keyring_end ();
  lk_test_keyring_start (TRUE, NULL);

  lk_test_secrets_assert_look_up (looks_up, "one", "secret");
  lk_test_secrets_assert_look_up (looks_up, "one", "secret");
  lk_test_secrets_store (stores, "three", NULL, "other");
  lk_test_secrets_assert_look_up (stores, "three", "other");
  infos = lk_test_secrets_list (lists, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 3);
  g_assert_true (lk_test_secrets_remove (removes, "client-id", "one", &error));
  g_assert_no_error (error);
  lk_test_secrets_assert_look_up (removes, "one", NULL);
}

static void
child_ends (void)
{
  g_autoptr (LkKeyring) keyring = lk_test_secrets_new ("default", 5000);
  g_autoptr (LkKeyring) hasty = lk_test_secrets_new ("default", SHORT_MS);
  g_autoptr (LkKeyring) patient = lk_test_secrets_new ("default", 5000);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  pid_t pid = lk_test_keyring_get_pid ();

  lk_test_secrets_store (keyring, "one", NULL, "secret");

  /* Under a call. */
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  lk_keyring_check_async (patient, NULL, lk_test_store_result_cb, &result);
  g_assert_false (lk_test_secrets_check (hasty, &error));
  g_clear_error (&error);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_false (lk_keyring_check_finish (patient, lk_test_wait_for_result (&result), &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE);

  lk_test_keyring_wait (FALSE);
  assert_all_fail (keyring, LK_KEYRING_ERROR_NO_SERVICE);
}

/* Where nobody can be asked. KeePassXC does not know that there is nobody. */
static void
assert_stays_locked (LkKeyring *keyring)
{
  g_autoptr (GError) error = NULL;

  if (g_str_equal (g_getenv ("LK_TEST_KEYRING_DAEMON"), "keepassxc"))
    return;

  g_assert_false (lk_test_secrets_unlock (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  g_assert_cmpstr (error->message, ==, "Keyring stays locked");
}

static void
child_lock (void)
{
  g_autoptr (LkKeyring) keyring = lk_test_secrets_new ("default", 5000);

  lk_test_secrets_store (keyring, "one", NULL, "secret");
  lk_test_keyring_lock ();
  assert_all_fail (keyring, LK_KEYRING_ERROR_LOCKED);
  assert_stays_locked (keyring);
}

static void
child_locked (void)
{
  g_autoptr (LkKeyring) keyring = lk_test_secrets_new ("default", 5000);

  assert_all_fail (keyring, LK_KEYRING_ERROR_LOCKED);
  assert_stays_locked (keyring);
}

static void
child_empty (void)
{
  g_autoptr (LkKeyring) keyring = lk_test_secrets_new ("default", 5000);

  assert_all_fail (keyring, LK_KEYRING_ERROR_NO_COLLECTION);
}

static void
child_none (void)
{
  g_autoptr (LkKeyring) keyring = lk_test_secrets_new ("default", 5000);
  g_autoptr (GError) error = NULL;

  assert_all_fail (keyring, LK_KEYRING_ERROR_NO_SERVICE);
  g_assert_false (lk_test_secrets_unlock (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE);
  g_assert_cmpstr (error->message, ==, "No keyring found — application tokens cannot be created");
}

static void
count_cb (guint *n)
{
  *n += 1;
}

/* A prompt, answered by the stand-in of the library that shows the real one. */
static void
child_prompt (void)
{
  g_autoptr (LkKeyring) keyring = lk_test_secrets_new ("default", PROMPT_LIMIT_MS);
  g_autoptr (LkKeyring) other = lk_test_secrets_new ("default", PROMPT_LIMIT_MS);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) orphan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *prompter = NULL;
  guint n_unlocked = 0;
  guint n_unlocked_elsewhere = 0;
  gint64 start;

  g_signal_connect_swapped (keyring, "unlocked", G_CALLBACK (count_cb), &n_unlocked);
  g_signal_connect_swapped (other, "unlocked", G_CALLBACK (count_cb), &n_unlocked_elsewhere);

  prompter = lk_test_prompter_start ();
  if (prompter == NULL)
    exit (77);
  g_assert_false (lk_test_secrets_check (other, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);
  lk_test_keyring_end ();
  lk_test_keyring_start (FALSE, prompter);

  lk_test_prompter_expect_cancel ();
  g_assert_false (lk_test_secrets_unlock (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  g_assert_cmpstr (error->message, ==, "Keyring stays locked");
  g_clear_error (&error);

  /* Cancelled while it is open. */
  lk_test_prompter_set_delay (PROMPT_MS);
  lk_test_prompter_expect ("wrong");
  lk_keyring_unlock_async (keyring, cancellable, lk_test_store_result_cb, &result);
  g_timeout_add_once (SHORT_MS, (GSourceOnceFunc) g_cancellable_cancel, cancellable);
  start = g_get_monotonic_time ();
  g_assert_false (lk_keyring_unlock_finish (keyring, lk_test_wait_for_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, PROMPT_MS * 1000);
  g_clear_error (&error);

  /* The service ends under it. */
  lk_test_keyring_end ();
  lk_test_keyring_start (FALSE, prompter);
  lk_test_prompter_expect ("wrong");
  lk_keyring_unlock_async (keyring, NULL, lk_test_store_result_cb, &orphan);
  g_timeout_add_once (SHORT_MS, (GSourceOnceFunc) lk_test_keyring_end, NULL);
  g_assert_false (lk_keyring_unlock_finish (keyring, lk_test_wait_for_result (&orphan), &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE);
  g_clear_error (&error);

  /* Answered, after longer than the time limit. */
  lk_test_keyring_start (FALSE, prompter);
  g_assert_cmpuint (n_unlocked, ==, 0);
  lk_test_prompter_expect (g_getenv ("LK_TEST_KEYRING_PASSWORD"));
  start = g_get_monotonic_time ();
  g_assert_true (lk_test_secrets_unlock (keyring, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_unlocked, ==, 1);
  g_assert_cmpint (g_get_monotonic_time () - start, >, PROMPT_LIMIT_MS * 1000);
  lk_test_secrets_assert_look_up (keyring, "one", "secret");

  /* Told once, by whoever found it locked; there is no answer for a second prompt. */
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (lk_test_secrets_unlock (keyring, &error));
      g_assert_no_error (error);
      g_assert_true (lk_test_secrets_unlock (other, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n_unlocked, ==, 1);
      g_assert_cmpuint (n_unlocked_elsewhere, ==, 1);
    }
}

/* Answers what a window of KeePassXC asks, once it is there, by keys with a space between each two. */
static GSubprocess *
answer (const char *window,
        const char *keys)
{
  static const char script[] = "timeout 20 xdotool search --sync --onlyvisible --name \"$1\" windowactivate --sync && "
                               "xdotool key $2";
  const char *argv[] = { "sh", "-c", script, "sh", window, keys, NULL };
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);

  return process;
}

static void
assert_answered (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

/* The prompts of KeePassXC, which are windows. */
static void
child_windows (void)
{
  g_autoptr (LkKeyring) keyring = lk_test_secrets_new ("default", PROMPT_LIMIT_MS);
  g_autoptr (GSubprocess) dismissed = NULL;
  g_autoptr (GSubprocess) unlocked = NULL;
  g_autoptr (GSubprocess) replaced = NULL;
  g_autoptr (GString) password = g_string_new (NULL);
  g_autofree char *version = lk_test_run ("keepassxc", "--version", NULL);
  g_autofree char *stored = NULL;
  g_autoptr (GError) error = NULL;
  guint n_unlocked = 0;

  g_signal_connect_swapped (keyring, "unlocked", G_CALLBACK (count_cb), &n_unlocked);

  dismissed = answer (UNLOCK_WINDOW, "Escape");
  g_assert_false (lk_test_secrets_unlock (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  g_assert_cmpstr (error->message, ==, "Keyring stays locked");
  g_clear_error (&error);
  assert_answered (dismissed);
  assert_all_fail (keyring, LK_KEYRING_ERROR_LOCKED);

  for (const char *at = g_getenv ("LK_TEST_KEYRING_PASSWORD"); *at != '\0'; at++)
    g_string_append_printf (password, "%c ", *at);
  g_string_append (password, "Return");
  /* With 2.7.10 this prompt is never done with the right password: there the main window takes it. */
  if (g_str_has_suffix (version, " 2.7.4\n"))
    {
      unlocked = answer (UNLOCK_WINDOW, password->str);
    }
  else
    {
      unlocked = answer ("Locked", password->str);
      lk_test_keyring_wait_locked (FALSE);
    }
  g_assert_true (lk_test_secrets_unlock (keyring, &error));
  g_assert_no_error (error);
  assert_answered (unlocked);
  g_assert_cmpuint (n_unlocked, ==, 1);
  lk_test_secrets_assert_look_up (keyring, "one", "secret");

  /* 2.7.4 asks before another program's entry is replaced, whatever its settings; another may not. */
  stored = lk_test_run ("sh", "-c", "printf theirs | secret-tool store --label=x application " LK_TEST_APPLICATION
                        " client-id two kind astra-token field token xdg:schema io.github.latchkey_app.Latchkey.Secret", NULL);
  replaced = answer (ACCESS_WINDOW, "Return");
  g_assert_true (lk_test_secrets_store_bytes (keyring, "two", NULL, "ours", -1, &error));
  g_assert_no_error (error);
  g_subprocess_force_exit (replaced);
  lk_test_secrets_assert_look_up (keyring, "two", "ours");
}

/* KeePassXC by its settings as they come: another program's entries are locked each, and it asks before one is deleted. */
static void
child_asks (void)
{
  g_autoptr (LkKeyring) keyring = lk_test_secrets_new ("default", PROMPT_LIMIT_MS);
  g_autoptr (GSubprocess) denied = NULL;
  g_autoptr (GSubprocess) allowed = NULL;
  g_autoptr (GSubprocess) kept = NULL;
  g_autoptr (GSubprocess) deleted = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;
  guint n_unlocked = 0;

  g_signal_connect_swapped (keyring, "unlocked", G_CALLBACK (count_cb), &n_unlocked);

  /* The keyring is open, and what is there is known, but not the secret. */
  g_assert_true (lk_test_secrets_check (keyring, &error));
  g_assert_no_error (error);
  infos = lk_test_secrets_list (keyring, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 1);
  g_assert_true (((LkSecretInfo *) infos->pdata[0])->locked);
  g_assert_cmpstr (lk_secret_info_get (infos->pdata[0], "client-id"), ==, "one");
  g_assert_null (lk_test_secrets_look_up (keyring, "one", &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  g_assert_cmpstr (error->message, ==, "This entry of the keyring is locked");
  g_clear_error (&error);
  g_assert_false (lk_test_secrets_remove (keyring, "client-id", "one", &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);

  denied = answer (ACCESS_WINDOW, "Escape");
  g_assert_false (lk_test_secrets_unlock (keyring, &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  g_assert_cmpstr (error->message, ==, "Keyring stays locked");
  g_clear_error (&error);
  assert_answered (denied);
  g_assert_cmpuint (n_unlocked, ==, 0);

  allowed = answer (ACCESS_WINDOW, "Return");
  g_assert_true (lk_test_secrets_unlock (keyring, &error));
  g_assert_no_error (error);
  assert_answered (allowed);
  g_assert_cmpuint (n_unlocked, ==, 1);
  lk_test_secrets_assert_look_up (keyring, "one", "secret");

  /* Nothing is asked of what is new. */
  lk_test_secrets_store (keyring, "new", "by-us", "fresh");
  lk_test_secrets_store (keyring, "new", "by-us", "fresher");
  lk_test_secrets_assert_look_up (keyring, "new", "fresher");

  kept = answer (DELETE_WINDOW, "Escape");
  g_assert_false (lk_test_secrets_remove (keyring, "client-id", "one", &error));
  g_assert_error (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_REFUSED);
  g_clear_error (&error);
  assert_answered (kept);
  lk_test_secrets_assert_look_up (keyring, "one", "secret");

  deleted = answer (DELETE_WINDOW, "Tab space");
  g_assert_true (lk_test_secrets_remove (keyring, "client-id", "one", &error));
  g_assert_no_error (error);
  assert_answered (deleted);
  lk_test_secrets_assert_look_up (keyring, "one", NULL);
}

static const struct
{
  const char *name;
  const char *keyring; /* NULL: no bus at all */
  const char *before;
  void (* run) (void);
  const char *daemon;  /* NULL: gnome-keyring */
  gboolean    windows; /* of which one answers */
} children[] = {
  { "silent", "unlocked", NULL, child_silent, NULL, FALSE },
  { "busy", "unlocked", NULL, child_busy, NULL, FALSE },
  { "restart", "unlocked", NULL, child_restart, NULL, FALSE },
  { "ends", "unlocked", NULL, child_ends, NULL, FALSE },
  { "lock", "unlocked", NULL, child_lock, NULL, FALSE },
  { "locked", "locked", NULL, child_locked, NULL, FALSE },
  { "locked-with-item", "locked", STORE, child_locked, NULL, FALSE },
  { "prompt", "locked", STORE, child_prompt, NULL, FALSE },
  { "empty", "empty", NULL, child_empty, NULL, FALSE },
  { "none", "none", NULL, child_none, NULL, FALSE },
  { "no-bus", NULL, NULL, child_none, NULL, FALSE },
  { "keepassxc/silent", "unlocked", NULL, child_silent, KEEPASSXC, FALSE },
  { "keepassxc/restart", "unlocked", NULL, child_restart, KEEPASSXC, FALSE },
  { "keepassxc/ends", "unlocked", NULL, child_ends, KEEPASSXC, FALSE },
  { "keepassxc/lock", "unlocked", NULL, child_lock, KEEPASSXC, FALSE },
  { "keepassxc/locked", "locked", NULL, child_locked, KEEPASSXC, FALSE },
  { "keepassxc/locked-with-item", "locked", STORE, child_locked, KEEPASSXC, FALSE },
  { "keepassxc/empty", "empty", NULL, child_empty, KEEPASSXC, FALSE },
  { "keepassxc/windows", "locked", STORE, child_windows, KEEPASSXC, TRUE },
  { "keepassxc/asks", "unlocked", STORE, child_asks, KEEPASSXC, TRUE },
};

static void
test_child (gconstpointer user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  /* Warnings are fatal to the child, not to the daemon, which has some. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  if (children[i].keyring != NULL)
    {
      g_ptr_array_add (argv, g_test_build_filename (G_TEST_DIST, "session", NULL));
      g_ptr_array_add (argv, g_strdup (children[i].windows ? "--window-manager" : "--no-display"));
      g_ptr_array_add (argv, g_strdup ("--daemon"));
      g_ptr_array_add (argv, g_strdup (children[i].daemon != NULL ? children[i].daemon : "gnome-keyring"));
      g_ptr_array_add (argv, g_strdup ("--keyring"));
      g_ptr_array_add (argv, g_strdup (children[i].keyring));
      if (children[i].run == child_asks)
        g_ptr_array_add (argv, g_strdup ("--asks"));
      if (children[i].before != NULL)
        {
          g_ptr_array_add (argv, g_strdup ("--before"));
          g_ptr_array_add (argv, g_strdup (children[i].before));
        }
      g_ptr_array_add (argv, g_strdup ("--"));
    }
  else
    {
      g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
    }
  g_ptr_array_add (argv, g_strdup ("env"));
  g_ptr_array_add (argv, g_strdup ("G_DEBUG=fatal-warnings"));
  g_ptr_array_add (argv, g_file_read_link ("/proc/self/exe", &error));
  g_assert_no_error (error);
  g_ptr_array_add (argv, g_strdup ("--child"));
  g_ptr_array_add (argv, g_strdup (children[i].name));
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == 77)
    {
      g_test_skip ("libgcr-base-3 is not there");
      return;
    }
  if (!g_subprocess_get_successful (process))
    g_test_message ("%s", output);
  g_assert_true (g_subprocess_get_successful (process));
}

static int
run_child (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    if (g_str_equal (children[i].name, name))
      {
        children[i].run ();
        return 0;
      }

  return 2;
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2]);

  g_test_init (&argc, &argv, NULL);

  /* Never in the session of somebody. */
  if (g_getenv ("LK_TEST_SESSION") == NULL)
    {
      g_print ("1..0 # SKIP run it through tests/session\n");
      return 0;
    }

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_autofree char *path = g_strdup_printf ("/keyring-states/%s", children[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_child);
    }

  return g_test_run ();
}
