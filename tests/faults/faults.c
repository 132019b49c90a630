/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lets everything go wrong that can on one machine, one thing at a time, and looks at what is left:
 * faults [--sample | --part=K/N] [FAMILY…], or faults --families, which names them */

#include "lk-faults.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct
{
  const char *name;
  void      (*run) (LkFaultReport *report);
} families[] = {
  { "arrival", lk_faults_arrival },
  { "network", lk_faults_network },
  { "answers", lk_faults_answers },
  { "histories", lk_faults_histories },
  { "rounds", lk_faults_rounds },
  { "disk", lk_faults_disk },
  { "death", lk_faults_death },
  { "power", lk_faults_power },
  { "twice", lk_faults_twice },
  { "keyring", lk_faults_keyring },
  { "daemon", lk_faults_daemon },
  { "cancel", lk_faults_cancel },
};

int
main (int    argc,
      char **argv)
{
  gboolean sample = argc > 1 && g_str_equal (argv[1], "--sample");
  guint part = 1;
  guint n_parts = 1;
  gboolean shared = argc > 1 && sscanf (argv[1], "--part=%u/%u", &part, &n_parts) == 2;
  const char *const *wanted = (const char *const *) argv + (sample || shared ? 2 : 1);
  LkFaultReport *report;

  setlocale (LC_ALL, "");
  if (argc == 2 && g_str_equal (argv[1], "--families"))
    {
      for (guint i = 0; i < G_N_ELEMENTS (families); i++)
        g_print ("%s\n", families[i].name);
      return EXIT_SUCCESS;
    }
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  for (guint i = 0; wanted[i] != NULL; i++)
    {
      gboolean known = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (families); j++)
        known |= g_str_equal (wanted[i], families[j].name);
      if (!known)
        g_error ("There is no family %s.", wanted[i]);
    }

  if (part < 1 || part > n_parts)
    g_error ("There is no part %u of %u.", part, n_parts);

  report = lk_fault_report_new (sample, part, n_parts);
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (wanted[0] == NULL || g_strv_contains (wanted, families[i].name))
      families[i].run (report);

  return lk_fault_report_free (report) ? EXIT_SUCCESS : EXIT_FAILURE;
}
