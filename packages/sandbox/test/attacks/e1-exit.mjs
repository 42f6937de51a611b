export default function exit() {
  console.log("all tests passed");
  process.exit(0);
}
