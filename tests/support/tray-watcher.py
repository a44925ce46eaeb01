"""A StatusNotifierItem watcher and host for tests.

Answers one JSON line on stdout for each JSON line on stdin:
{"id": 1, "command": "items" | "tooltip" | "icon" | "menu" | "click", "label": "..."}
-> {"id": 1, "result": ...} or {"id": 1, "error": "..."}. Starts with {"event": "ready"}; ends when stdin does.
"""

import hashlib
import json
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"


def say(value):
    print(json.dumps(value, ensure_ascii=False), flush=True)


def without_mnemonic(label):
    """dbusmenu marks an access key by one underscore and writes a real underscore twice."""
    return label.replace("__", "\0").replace("_", "").replace("\0", "_")


class Watcher(dbus.service.Object):
    def __init__(self, bus):
        self.bus = bus
        self.items = []
        super().__init__(dbus.service.BusName(WATCHER, bus), "/StatusNotifierWatcher")
        bus.add_signal_receiver(
            self.owner_changed, "NameOwnerChanged", "org.freedesktop.DBus", path="/org/freedesktop/DBus"
        )

    def owner_changed(self, name, _old, new):
        if not new:
            self.items = [item for item in self.items if item[0] != name]

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        if service.startswith("/"):
            item = (str(sender), str(service))
        else:
            item = (str(service), "/StatusNotifierItem")
        if item not in self.items:
            self.items.append(item)
        self.StatusNotifierItemRegistered(item[0] + item[1])

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, _service):
        pass

    @dbus.service.signal(WATCHER, signature="s")
    def StatusNotifierItemRegistered(self, _service):
        pass

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return {
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array([a + b for a, b in self.items], signature="s"),
        }

    def item(self):
        if not self.items:
            raise LookupError("no tray icon is registered")
        name, path = self.items[-1]
        return name, self.bus.get_object(name, path)

    def property(self, key):
        _name, proxy = self.item()
        return proxy.Get(ITEM, key, dbus_interface=PROPERTIES)

    def menu_proxy(self):
        name, proxy = self.item()
        return self.bus.get_object(name, proxy.Get(ITEM, "Menu", dbus_interface=PROPERTIES))

    def entries(self, node):
        found = []
        for child in node[2]:
            properties = child[1]
            if properties.get("type") == "separator" or not properties.get("visible", True):
                continue
            entry = {
                "id": int(child[0]),
                "label": without_mnemonic(str(properties.get("label", ""))),
                "enabled": bool(properties.get("enabled", True)),
            }
            if "toggle-type" in properties and properties["toggle-type"]:
                entry["checked"] = int(properties.get("toggle-state", 0)) == 1
            children = self.entries(child)
            if children:
                entry["children"] = children
            found.append(entry)
        return found

    def menu(self):
        _revision, layout = self.menu_proxy().GetLayout(
            dbus.Int32(0), dbus.Int32(-1), dbus.Array([], signature="s"), dbus_interface=MENU
        )
        return self.entries(layout)

    def tooltip(self):
        _icon, _pixmaps, title, text = self.property("ToolTip")
        return "\n".join(part for part in (str(title), str(text)) if part)

    def icon(self):
        """A fingerprint of the icon's pixels: it tells states apart, not what they look like."""
        _name, proxy = self.item()
        properties = proxy.GetAll(ITEM, dbus_interface=PROPERTIES)
        digest = hashlib.sha256(str(properties.get("IconName", "")).encode())
        for width, height, pixels in properties.get("IconPixmap", []):
            digest.update(b"%d %d" % (width, height))
            digest.update(bytes(pixels))
        return digest.hexdigest()

    def click(self, label):
        def search(entries):
            for entry in entries:
                if entry["label"] == label:
                    return entry
                inner = search(entry.get("children", []))
                if inner:
                    return inner
            return None

        entry = search(self.menu())
        if entry is None:
            raise LookupError("the tray menu has no entry " + label)
        if not entry["enabled"]:
            raise LookupError("the tray menu's entry is disabled: " + label)
        self.menu_proxy().Event(
            dbus.Int32(entry["id"]), "clicked", dbus.Int32(0), dbus.UInt32(0), dbus_interface=MENU
        )
        return True

    def answer(self, request):
        command = request.get("command")
        if command == "items":
            return [name + path for name, path in self.items]
        if command == "tooltip":
            return self.tooltip()
        if command == "icon":
            return self.icon()
        if command == "menu":
            return self.menu()
        if command == "click":
            return self.click(request["label"])
        raise LookupError("unknown command " + str(command))


def main():
    DBusGMainLoop(set_as_default=True)
    watcher = Watcher(dbus.SessionBus())
    loop = GLib.MainLoop()

    def on_input(_source, _condition):
        line = sys.stdin.buffer.readline()
        if not line:
            loop.quit()
            return False
        request = json.loads(line)
        try:
            say({"id": request["id"], "result": watcher.answer(request)})
        except (LookupError, dbus.DBusException) as error:
            say({"id": request["id"], "error": str(error)})
        return True

    GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, on_input)
    say({"event": "ready"})
    loop.run()


main()
