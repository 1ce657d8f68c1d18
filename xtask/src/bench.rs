//! `cargo xtask bench`: measures speed and size, and repeats all ratios at the end.

use crate::{
    console, setup,
    shell::{Done, cargo, run_and_keep},
};

/// The start of a line that precedes ratios: one per line, each with [`TIMES`].
const RATIOS: &str = "Ratios";
const TIMES: &str = " × ";
/// The start of a line with a figure and its target.
const FIGURE: &str = "figure: ";

/// Runs the benchmarks and weighs the console; `arguments` go to `cargo bench`.
pub(crate) fn run(arguments: &[String]) -> Done {
    setup::for_building()?;
    if let Err(missing) = setup::for_load() {
        println!("downloads will not be measured: {missing}");
    }
    let speed = run_and_keep(cargo(["bench", "--package", "attache-server", "--locked"]).args(arguments));
    let ratios = speed.as_deref().map(ratios).unwrap_or_default();
    let size = console::build().and_then(|()| console::weigh());
    println!("\nTogether:\n{}", ratios.join("\n"));
    if let Ok(bytes) = size {
        println!("size   console: {bytes} bytes as brotli");
    }
    speed.and(size).map(|_| ())
}

fn ratios(printed: &str) -> Vec<&str> {
    let mut lines = printed.lines();
    let mut found = Vec::new();
    while lines.any(|line| line.starts_with(RATIOS)) {
        found.extend(lines.by_ref().take_while(|line| line.contains(TIMES)));
    }
    found.extend(printed.lines().filter(|line| line.starts_with(FIGURE)));
    found
}

#[cfg(test)]
mod tests {
    use super::ratios;

    #[test]
    fn ratios_are_collected_from_every_benchmark() {
        let printed = "a  time: [1 ns]\n\nRatios of this run:\nx: 2 × (1 ns against 2 ns)\ny: 3 × (…)\n\n\
                       b  time: [1 ns]\nRatios of this run:\nz: 4 × (…)\nfigure: w: 5 ms (target none)\n";
        assert_eq!(
            ratios(printed),
            [
                "x: 2 × (1 ns against 2 ns)",
                "y: 3 × (…)",
                "z: 4 × (…)",
                "figure: w: 5 ms (target none)"
            ]
        );
    }
}
