/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LkAbout:
 * @application_name: the name, translated
 * @application_icon: the icon's name, which is the application's id
 * @version: (nullable): the version
 * @developer_name: (nullable): who made it
 * @website: (nullable): the home page's address
 * @issue_url: (nullable): where to report a problem
 * @comments: (nullable): what the application is for; markup is not read
 *
 * What lk_about_present() shows. The licence is always the GPL, version 3 or later.
 */
typedef struct
{
  const char *application_name;
  const char *application_icon;
  const char *version;
  const char *developer_name;
  const char *website;
  const char *issue_url;
  const char *comments;
} LkAbout;

void lk_about_present (GtkWidget     *parent,
                       const LkAbout *about);

G_END_DECLS
