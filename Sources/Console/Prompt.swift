public import Commands
import Foundation
import Lab
import Screens

/// The prompt: reads a line, carries it out, shows what came of it.
public struct Prompt {
  public var appearance: Appearance
  public var seed: UInt64?

  public init(appearance: Appearance, seed: UInt64?) {
    self.appearance = appearance
    self.seed = seed
  }

  public func run() -> ExitStatus { .ok }
}
