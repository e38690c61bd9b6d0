// Looks for inputs that end the program, take too long, or break a promise, led by what code they reach:
//
//     Fuzz list                          the targets
//     Fuzz seeds FOLDER REPOSITORY       writes the corpora to begin with
//     Fuzz TARGET FOLDER -max_total_time=60 …   the rest is libFuzzer's
import CFuzzer
import Foundation

/// What is looked at. libFuzzer calls a function that knows nothing of its caller.
nonisolated(unsafe) private var chosen: Target = .records

@main enum Fuzz {
  static func main() {
    let arguments = CommandLine.arguments
    switch arguments.dropFirst().first {
    case "list":
      for target in Target.allCases { print(target.rawValue) }
    case "seeds" where arguments.count == 4:
      do {
        try Seeds(repository: URL(fileURLWithPath: arguments[3]))
          .write(to: URL(fileURLWithPath: arguments[2]))
      } catch {
        demand(false, "no seeds: \(error)")
      }
    case let name?:
      guard let target = Target(rawValue: name) else {
        demand(false, "no target '\(name)'")
        return
      }
      chosen = target
      target.prepare()
      run()
    case nil: demand(false, "list, seeds FOLDER REPOSITORY, or a target")
    }
  }

  private static func run() {
    // Without the target's name.
    var count = CommandLine.argc - 1
    var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
    words?[0] = CommandLine.unsafeArgv[0]
    let status = LLVMFuzzerRunDriver(&count, &words) { data, size in
      chosen.look(at: Array(UnsafeBufferPointer(start: data, count: size)))
      return 0
    }
    exit(status)
  }
}

/// A promise; where it does not hold, libFuzzer keeps the input.
func demand(_ holds: Bool, _ promise: @autoclosure () -> String) {
  guard !holds else { return }
  FileHandle.standardError.write(Data("broken: \(promise())\n".utf8))
  abort()
}
