import Files
import Platform

/// Which of several windows on one state this is. The first has the lab of the last time; each further one
/// a lab of its own, so that none writes over what another did.
final class Window {
  /// Counted from 1.
  let number: Int
  private let lock: FileLock?

  static let most = 99

  /// Takes the first number that no other program has.
  init(in places: StateDirectory) {
    var taken: (number: Int, lock: FileLock?)?
    do throws(FileError) {
      try Folder.makePrivate(places.state)
      for number in 1...Self.most where taken == nil {
        taken = try FileLock(unlessHeldBeside: places.autosave(of: number)).map { (number, $0) }
      }
    } catch {
      // Where no lock can be made nothing can be kept either, and that is said when it is tried.
    }
    number = taken?.number ?? 1
    lock = taken?.lock
  }

  deinit { lock?.release() }

  var isFirst: Bool { number == 1 }
}
