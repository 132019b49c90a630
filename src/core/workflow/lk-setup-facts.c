/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-setup-facts.h"

#include "lk-config.h"
#include "lk-inventory.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <unistd.h>

#define LITTLE_SPACE (32 * 1024 * 1024) /* the database and its log, and some files */

static char *
describe_offset (GTimeSpan offset)
{
  gulong seconds = (gulong) (ABS (offset) / G_TIME_SPAN_SECOND);
  gulong minutes = (gulong) (ABS (offset) / G_TIME_SPAN_MINUTE);

  if (minutes < 2)
    /* Translators: %lu is how far a clock is off */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu second", "%lu seconds", seconds), seconds);

  /* Translators: %lu is how far a clock is off */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu minute", "%lu minutes", minutes), minutes);
}

/**
 * lk_setup_facts_judge_clock:
 * @finding: of the clock
 * @is_known: whether any service told its time
 * @offset: how far the service's clock is ahead of this computer's; of several, the one that is farthest off
 */
void
lk_setup_facts_judge_clock (LkSetupFinding *finding,
                            gboolean        is_known,
                            GTimeSpan       offset)
{
  g_autofree char *amount = describe_offset (offset);
  g_autofree char *text = NULL;

  if (!is_known)
    {
      lk_setup_finding_settle (finding, LK_SETUP_NOTE, _("Not compared: no account’s service answered"), NULL);
      return;
    }

  /* Its answers tell whole seconds. */
  if (ABS (offset) < 2 * G_TIME_SPAN_SECOND)
    text = g_strdup (_("Agrees with Astra’s"));
  else if (offset > 0)
    /* Translators: %s is a time such as “12 minutes” */
    text = g_strdup_printf (_("%s behind Astra’s"), amount);
  else
    /* Translators: %s is a time such as “12 minutes” */
    text = g_strdup_printf (_("%s ahead of Astra’s"), amount);

  if (lk_inventory_is_clock_off (offset))
    lk_setup_finding_settle (finding, LK_SETUP_BAD, text,
                             _("Set it right, or expiry dates are wrong: switch on automatic date and time"));
  else
    lk_setup_finding_settle (finding, LK_SETUP_GOOD, text, NULL);
}

/**
 * lk_setup_facts_judge_space:
 * @finding: of the data folder
 * @folder: (type filename): where the database is, which was opened
 * @n_free_bytes: how much can be written there
 */
void
lk_setup_facts_judge_space (LkSetupFinding *finding,
                            const char     *folder,
                            guint64         n_free_bytes)
{
  g_autofree char *name = g_filename_display_name (folder);
  g_autofree char *space = g_format_size (n_free_bytes);
  /* Translators: %1$s is a folder, %2$s a size such as “1.2 GB” */
  g_autofree char *text = g_strdup_printf (_("The database in %1$s opens; %2$s are free there"), name, space);

  if (n_free_bytes < LITTLE_SPACE)
    lk_setup_finding_settle (finding, LK_SETUP_BAD, text,
                             _("Make room on the disk: what is being done could not be written down"));
  else
    lk_setup_finding_settle (finding, LK_SETUP_GOOD, text, NULL);
}

/**
 * lk_setup_facts_find_memory:
 * @finding: of memory
 *
 * Tries to lock a page: where that fails, libsecret falls back to common memory without a word (measured with a limit
 * of 0).
 */
void
lk_setup_facts_find_memory (LkSetupFinding *finding)
{
  gsize size = (gsize) sysconf (_SC_PAGESIZE);
  void *page = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  gboolean locked = page != MAP_FAILED && mlock (page, size) == 0;

  if (page != MAP_FAILED)
    munmap (page, size);
  if (locked)
    lk_setup_finding_settle (finding, LK_SETUP_GOOD, _("Secrets in use are kept out of swap"), NULL);
  else
    lk_setup_finding_settle (finding, LK_SETUP_NOTE, _("Memory cannot be locked: secrets in use may be swapped to disk"),
                             _("Raise the limit of locked memory, see “ulimit -l”"));
}

/**
 * lk_setup_facts_tell_versions:
 * @finding: of versions
 * @more_versions: (nullable): libraries with their versions that the core does not know of
 */
void
lk_setup_facts_tell_versions (LkSetupFinding *finding,
                              const char     *more_versions)
{
  g_autoptr (GString) text = g_string_new ("Latchkey " LK_VERSION);

  if (more_versions != NULL)
    g_string_append_printf (text, ", %s", more_versions);
  g_string_append_printf (text, ", libsoup %u.%u.%u, JSON-GLib " JSON_VERSION_S ", SQLite %s, GLib %u.%u.%u",
                          soup_get_major_version (), soup_get_minor_version (), soup_get_micro_version (),
                          sqlite3_libversion (), glib_major_version, glib_minor_version, glib_micro_version);
  lk_setup_finding_settle (finding, LK_SETUP_GOOD, text->str, NULL);
}
