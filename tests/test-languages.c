/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must not depend on the language, with the catalogs of the build. */

#include "lk-office-private.h"
#include "lk-pulsar-secrets.h"
#include "lk-role.h"
#include "lk-secret-attributes.h"
#include "lk-test.h"
#include "lk-text.h"
#include "lk-token-secrets.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <locale.h>

#define LOCALE "xx_XX.UTF-8"
#define C_UTF8 "/usr/lib/locale/C.utf8"

/* In the C locale nothing is translated, and another one need not be installed: this is the same one under another name. */
static void
set_up_locale (const char *folder)
{
  g_autofree char *link = g_build_filename (folder, LOCALE, NULL);

  g_assert_cmpint (symlink (C_UTF8, link), ==, 0);
  g_setenv ("LOCPATH", folder, TRUE);
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("LK_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

static void
use_language (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  /* The words that were found so far are kept until the locale changes. */
  setlocale (LC_ALL, "C");
  g_assert_cmpstr (setlocale (LC_ALL, LOCALE), ==, LOCALE);
}

static void
test_catalogs (void)
{
  use_language ("de");
  g_assert_cmpstr (_("No account"), ==, "Kein Konto");
  use_language ("en");
  g_assert_cmpstr (_("No account"), ==, "No account");
}

static LkAccount *
create_account (const char *name)
{
  return g_object_new (LK_TYPE_ACCOUNT, "id", "1", "org-id", "2", "name", name, NULL);
}

/* What is written in one language is read in another one. */
static void
test_labels (void)
{
  static const char *const languages[] = { "en", "de", "es", "fr", "ja" };
  static const char *const fields[] = { LK_SECRET_FIELD_TOKEN, LK_SECRET_FIELD_CLIENT_SECRET };
  g_autoptr (LkAccount) account = create_account ("Acme");
  const char *const values[LK_TENANT_N_FIELDS] = { [LK_TENANT_NAME] = "orders", [LK_TENANT_CLUSTER] = "gcp-useast1" };
  g_autoptr (LkTenant) tenant = lk_tenant_new (values);
  g_autoptr (GDateTime) day = g_date_time_new_utc (2026, 9, 22, 0, 0, 0);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
      {
        g_autofree char *of_pulsar = NULL;
        g_autofree char *superseded_pulsar = NULL;
        g_autofree char *pulsar_relabeled = NULL;
        g_autofree char *of_sign_in = NULL;
        g_autofree char *of_sign_in_later = NULL;

        use_language (languages[i]);
        of_pulsar = lk_pulsar_secrets_label (account, tenant, "reader");
        superseded_pulsar = lk_pulsar_secrets_superseded_label (account, tenant, "reader", day);
        of_sign_in = lk_office_sign_in_label ("Acme");

        use_language (languages[j]);
        g_assert_false (lk_pulsar_secrets_is_superseded (of_pulsar));
        g_assert_true (lk_pulsar_secrets_is_superseded (superseded_pulsar));
        pulsar_relabeled = lk_pulsar_secrets_relabel (superseded_pulsar, "orders", "Acme", "Work");
        g_assert_cmpstr (pulsar_relabeled, ==, "Pulsar token, superseded 2026-09-22: reader (Work, orders)");
        of_sign_in_later = lk_office_sign_in_label ("Acme");
        g_assert_cmpstr (of_sign_in_later, ==, of_sign_in);

        for (guint k = 0; k < G_N_ELEMENTS (fields); k++)
          {
            g_autofree char *label = NULL;
            g_autofree char *superseded = NULL;
            g_autofree char *relabeled = NULL;

            use_language (languages[i]);
            label = lk_token_secrets_label (account, fields[k], "ci");
            superseded = lk_token_secrets_superseded_label (account, fields[k], "ci", day);

            use_language (languages[j]);
            g_assert_false (lk_token_secrets_is_superseded (label));
            g_assert_true (lk_token_secrets_is_superseded (superseded));
            relabeled = lk_token_secrets_relabel (label, fields[k], "Acme", "Work");
            g_assert_nonnull (relabeled);
            g_assert_true (g_str_has_suffix (relabeled, ": ci (Work)"));
          }
      }
}

/* A role is asked for by the name that the service gives it, which is what “latchkey roles” prints. */
static void
test_roles (void)
{
  g_autoptr (LkRole) role = lk_role_new ("1", "R/W User", FALSE, NULL, NULL);

  use_language ("de");
  g_assert_cmpstr (lk_role_get_title (role), ==, "Lesen/Schreiben (Benutzer)");
  g_assert_cmpstr (lk_role_get_name (role), ==, "R/W User");
}

/* The questions of the command line show the letter that they take. */
static void
test_yes (void)
{
  static const struct
  {
    const char *language;
    const char *mark;
    const char *yes;
  } cases[] = { { "en", "[y/N]", "Y" }, { "de", "[j/N]", "ja\n" }, { "es", "[s/N]", " Sí" }, { "fr", "[o/N]", "O\n" },
                { "ja", "[y/N]", "y\n" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      use_language (cases[i].language);
      g_assert_nonnull (strstr (
        _("Applications that use this lose access at once, and Astra cannot restore it. Delete? [y/N]"), cases[i].mark));
      g_assert_nonnull (strstr (
        _("The token keeps working, and can be fetched from Astra again. Remove it from the keyring? [y/N]"), cases[i].mark));
      g_assert_nonnull (strstr (g_dngettext (GETTEXT_PACKAGE, "Store %u secret in the keyring? [y/N]",
                                             "Store %u secrets in the keyring? [y/N]", 2),
                                cases[i].mark));
      g_assert_true (lk_text_is_yes (cases[i].yes));
      g_assert_true (lk_text_is_yes ("y\n"));
      g_assert_false (lk_text_is_yes ("n\n"));
      g_assert_false (lk_text_is_yes ("\n"));
      g_assert_false (lk_text_is_yes (""));
      g_assert_false (lk_text_is_yes ("\377"));
    }

  /* Another language’s letter is none. */
  use_language ("en");
  g_assert_false (lk_text_is_yes ("j\n"));
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = NULL;
  int exit_code;

  g_test_init (&argc, &argv, NULL);
  folder = lk_test_make_folder ();
  set_up_locale (folder);

  g_test_add_func ("/languages/catalogs", test_catalogs);
  g_test_add_func ("/languages/labels", test_labels);
  g_test_add_func ("/languages/roles", test_roles);
  g_test_add_func ("/languages/yes", test_yes);
  exit_code = g_test_run ();
  lk_test_remove_folder (folder);

  return exit_code;
}
