import Synchronization
import Testing

@testable import Explanations

@Suite("A catalogue reads what is asked for, and that once")
struct ShelvesTests {
  private final class Requests: Sendable {
    let kinds = Mutex<[ExplanationKind]>([])
  }

  @Test func oneKindIsReadForOneEntry() {
    let requests = Requests()
    let shelves = Shelves(language: "en") { kind, language in
      requests.kinds.withLock { $0.append(kind) }
      return EmbeddedFiles.yaml(kind, language: language)
    }
    #expect(shelves[.alert].entries["bad_record_mac"] != nil)
    #expect(shelves[.alert].entries["close_notify"] != nil)
    #expect(requests.kinds.withLock(\.self) == [.alert])
  }

  @Test func whatCannotBeReadIsNotInItAndIsSaid() throws {
    let shelves = Shelves(language: "en") { kind, _ in kind == .alert ? "close_notify: [" : nil }
    #expect(shelves[.alert].entries.isEmpty)
    #expect(throws: CatalogueError.self) { try shelves.shelf(.alert) }
    #expect(try shelves.shelf(.field).entries.isEmpty)
  }
}
