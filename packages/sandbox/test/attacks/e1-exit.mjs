export function attack() {
  console.log("all tests passed");
  process.exit(0);
}
