#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes through the window of an application that runs in Flatpak's sandbox, from outside, by the accessibility bus.

usage: tests/sandbox-window.py NAME URL FOLDER
       tests/sandbox-window.py --without-keyring

Signs in to the service at URL with the token on standard input, creates a token with the script name NAME, and saves it
to FOLDER through the file chooser of the desktop portal. Each step is one line; the first that is not as it should be
ends it with 1. The second form only looks for what the window says when it may not use the keyring.
"""

import os
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 60  # seconds, for one thing to appear


def fail(text):
    print(f"tests/sandbox-window.py: {text}", file=sys.stderr)
    for app in applications():
        dump(app, 0)
    sys.exit(1)


def applications():
    desktop = Atspi.get_desktop(0)
    return [app for app in (desktop.get_child_at_index(i) for i in range(desktop.get_child_count())) if app]


def dump(node, depth):
    """What is there instead of what was looked for. No text of an entry, which could be a secret."""
    if depth > 40:
        return
    try:
        if shows(node) or depth == 0:
            print(f"{'  ' * depth}{node.get_role_name()} “{node.get_name()}”", file=sys.stderr)
            for i in range(min(node.get_child_count(), 80)):
                child = node.get_child_at_index(i)
                if child:
                    dump(child, depth + 1)
    except GLib.Error:
        pass


def shows(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def walk(node, depth=0):
    if depth > 60:
        return
    yield node
    try:
        children = [node.get_child_at_index(i) for i in range(min(node.get_child_count(), 500))]
    except GLib.Error:
        return
    for child in children:
        if child:
            yield from walk(child, depth + 1)


def matches(node, roles, name):
    try:
        own = node.get_name() or ""
        # A row is called by all that it says, a button by its label.
        named = own == name if roles == BUTTON else own.startswith(name)
        return node.get_role_name() in roles and named and shows(node)
    except GLib.Error:
        return False


def look_for(roles, name, sensitive):
    found = None
    for app in applications():
        for node in walk(app):
            # The one that opened last is the dialog on top.
            if matches(node, roles, name) and (
                not sensitive or node.get_state_set().contains(Atspi.StateType.SENSITIVE)
            ):
                found = node
    return found


def wait(text, condition):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.1)
    fail(f"waited in vain for {text}")


def find(roles, name, sensitive=True):
    return wait(f"{' or '.join(roles)} “{name}”", lambda: look_for(roles, name, sensitive))


def press(roles, name):
    node = find(roles, name)
    action = node.get_action_iface()
    if action and action.get_n_actions() > 0:
        action.do_action(0)
        return
    # A row of a list has no action, and GTK lets nobody else move the focus: it is led there, and activated, by keys.
    for _ in range(60):
        if has_focus(node):
            type_key("Return")
            return
        type_key("Tab")
        time.sleep(0.1)
    fail(f"the focus does not come to “{name}”")


def type_key(key):
    subprocess.run(["xdotool", "key", key], check=True, timeout=60)


def type_text(text):
    """Over what stands where the focus is."""
    type_key("ctrl+a")
    subprocess.run(["xdotool", "type", text], check=True, timeout=60)


def has_focus(node):
    """Whether the focus is on it, or on a row around it."""
    while node and node.get_role_name() not in ("list", "frame", "window", "dialog"):
        if node.get_state_set().contains(Atspi.StateType.FOCUSED):
            return True
        node = node.get_parent()
    return False


def write(roles, name, text):
    node = find(roles, name)
    entry = next((child for child in walk(node) if child.get_editable_text_iface()), None)
    if not entry:
        fail(f"nothing can be written into {node.get_role_name()} “{name}”")
    entry.get_editable_text_iface().set_text_contents(text)


def step(text):
    print(f"   {text}", flush=True)


def picture(name):
    folder = os.environ.get("LK_SHOTS_DIR")
    if folder:
        subprocess.run(["import", "-window", "root", f"{folder}/{name}.png"], check=False, timeout=60)


BUTTON = ("push button", "button")
ROW = ("list item", "push button", "button", "check box", "toggle button", "switch")
ENTRY = ("text", "entry", "password text", "list item")


def look_without_keyring():
    find(("label",), "Latchkey is not permitted to use the keyring")
    picture("without-keyring")
    step("The window says that it may not use the keyring, and what to do")


def main():
    if sys.argv[1:] == ["--without-keyring"]:
        look_without_keyring()
        return

    name, url, folder = sys.argv[1:]
    token = sys.stdin.readline().strip()

    find(BUTTON, "Add Account")
    step("The window is there, and asks for an account")
    picture("welcome")

    press(BUTTON, "Add Account")
    find(BUTTON, "Cancel")
    press(ROW, "Advanced")
    write(ENTRY, "API Address", url)
    write(ENTRY, "Application Token", token)
    press(BUTTON, "Add")
    find(BUTTON, "New Application Token")
    step("Signed in")
    picture("tokens")

    press(BUTTON, "New Application Token")
    write(ENTRY, "Description", name)
    press(ROW, "Roles")
    press(ROW, "Read Only")
    press(BUTTON, "Back")
    write(ENTRY, "Script Name", name)
    picture("new-token")
    press(BUTTON, "Create")
    find(BUTTON, "Done")
    step("Created a token")
    picture("created")

    press(BUTTON, "Save to File…")
    press(BUTTON, "Save…")
    find(BUTTON, "Save")
    step("The desktop’s own file chooser is open")
    picture("portal")
    type_text(f"{folder}/{name}.json")
    press(BUTTON, "Save")
    wait("the file", lambda: os.path.exists(f"{folder}/{name}.json"))
    find(BUTTON, "Done")
    step("Saved the token")
    picture("saved")
    press(BUTTON, "Done")


if __name__ == "__main__":
    main()
