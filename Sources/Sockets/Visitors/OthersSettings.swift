import Commands
import Pages
import TLSKeys

/// Settings of an end that is somebody else's program.
enum OthersSettings {
  /// Refuses those that do nothing: whoever typed one believes that it does.
  static func refuse(_ settings: SettingPairs, of side: Side) throws(CommandError) {
    // The short words are for both ends, whichever of them decides in the lab.
    for setting in settings where setting.key.hasPrefix("\(side.rawValue).") {
      throw CommandError(
        side == .client
          ? "\(setting.key)= does nothing here: the client is another program"
          : "\(setting.key)= does nothing here: the server is another program",
        details: ["that program's own settings count"], status: .usage)
    }
  }
}
