import Foundation
import Testing

@testable import Console

@Suite("State is kept where XDG says")
struct StateDirectoryTests {
  let home = URL(fileURLWithPath: "/home/ada")

  @Test func inTheHomeFolderByDefault() {
    let folders = StateDirectory(environment: [:], home: home)
    #expect(folders.history.path == "/home/ada/.local/state/tlslab/history")
    #expect(folders.configuration.path == "/home/ada/.config/tlslab")
  }

  @Test func whereTheVariablesSay() {
    let folders = StateDirectory(
      environment: ["XDG_STATE_HOME": "/var/s", "XDG_CONFIG_HOME": "/var/c"], home: home)
    #expect(folders.autosave.path == "/var/s/tlslab/autosave.tlslab-save")
    #expect(folders.configuration.path == "/var/c/tlslab")
  }

  @Test(arguments: ["", "relative/folder"])
  func pathsThatAreNotAbsoluteAreIgnored(path: String) {
    let folders = StateDirectory(environment: ["XDG_STATE_HOME": path], home: home)
    #expect(folders.state.path == "/home/ada/.local/state/tlslab")
  }
}
