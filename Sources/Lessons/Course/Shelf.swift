import Synchronization

/// The lessons of a course, read when somebody asks for one: most who start the program do not.
final class Shelf: Sendable {
  private let read: @Sendable () -> Library
  private let kept = Mutex<Library?>(nil)

  init(_ read: @escaping @Sendable () -> Library) { self.read = read }

  var library: Library {
    kept.withLock { kept in
      if let kept { return kept }
      let library = read()
      kept = library
      return library
    }
  }
}
